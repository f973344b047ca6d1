using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Finds a stored tensor for every declared weight, and says all that does not fit before anything is read.</summary>
internal sealed class WeightMatching
{
    // Each suggestion compares with every name of the file; past these nobody reads them.
    private const int MaxSuggestions = 50;

    private const string BatchCounter = "num_batches_tracked";

    private readonly ImmutableArray<WeightDeclaration> declarations;
    private readonly Dictionary<string, StoredWeight> stored = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> unused;

    public WeightMatching(IEnumerable<StoredWeight> stored, IEnumerable<WeightDeclaration> declarations)
    {
        this.declarations = Distinct(declarations);
        var declared = new HashSet<string>(this.declarations.Select(declaration => declaration.Path), StringComparer.Ordinal);
        var unused = ImmutableArray.CreateBuilder<string>();
        foreach (var weight in stored)
        {
            this.stored.Add(weight.Name, weight);
            if (!declared.Contains(weight.Name) && !IsBatchCounter(weight.Name))
                unused.Add(weight.Name);
        }
        this.unused = unused.ToImmutable();
    }

    /// <summary>The declarations without repeated ones.</summary>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static ImmutableArray<WeightDeclaration> Distinct(IEnumerable<WeightDeclaration> declarations)
    {
        var byPath = new Dictionary<string, WeightDeclaration>(StringComparer.Ordinal);
        var distinct = ImmutableArray.CreateBuilder<WeightDeclaration>();
        foreach (var declaration in declarations)
        {
            if (!byPath.TryGetValue(declaration.Path, out var earlier))
            {
                byPath.Add(declaration.Path, declaration);
                distinct.Add(declaration);
            }
            else if (earlier != declaration)
                throw new ArgumentException($"weight {declaration} is also declared as {Shapes.Text(earlier.Type, earlier.Shape)}");
        }
        return distinct.ToImmutable();
    }

    /// <summary>Reads the declared weights.</summary>
    /// <exception cref="WeightsException">Some are missing or do not fit.</exception>
    public WeightSet Load(string source)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        int missing = 0;
        foreach (var declaration in declarations)
        {
            if (!stored.TryGetValue(declaration.Path, out var weight))
                problems.Add(Missing(declaration, suggest: ++missing <= MaxSuggestions));
            else if (Misfit(declaration, weight) is { } misfit)
                problems.Add(misfit);
        }
        if (problems.Count > 0)
            throw new WeightsException(source, problems.ToImmutable());

        var loaded = declarations.Select(declaration => (declaration.Path, Fit(declaration, stored[declaration.Path].Read())));
        return new WeightSet(loaded, unused);
    }

    private string Missing(WeightDeclaration declaration, bool suggest)
    {
        string problem = $"{Printable.Quote(declaration.Path)} {Shapes.Text(declaration.Type, declaration.Shape)} is missing";
        string? nearest = suggest ? NearestName.Find(declaration.Path, unused) : null;
        return nearest is null ? problem : $"{problem}; did you mean {Printable.Quote(nearest)}, {TypeText(stored[nearest])}?";
    }

    private static string? Misfit(WeightDeclaration declaration, StoredWeight weight)
    {
        bool shapeFits = ShapeFits(declaration.Shape, weight.Shape);
        bool typeFits = TypeFits(declaration.Type, weight.Type);
        if (shapeFits && typeFits)
            return null;
        string what = (shapeFits, typeFits) switch
        {
            (false, true) => "shape",
            (true, false) => "type",
            _ => "type and shape",
        };
        string wanted = Shapes.Text(declaration.Type, declaration.Shape);
        return $"{Printable.Quote(declaration.Path)} has the wrong {what}: the model declares {wanted}, the weights have {TypeText(weight)}";
    }

    private static bool ShapeFits(ImmutableArray<int> declared, ImmutableArray<int> stored) =>
        declared.AsSpan().SequenceEqual(stored.AsSpan()) || (IsSingle(declared) && IsSingle(stored));

    private static bool TypeFits(ElementType declared, ElementType? stored) =>
        stored == declared || (declared == ElementType.F32 && stored is ElementType.F16 or ElementType.BF16);

    /// <summary>Whether a shape is [] or [1], which stand for each other: PyTorch stores scalars either way.</summary>
    private static bool IsSingle(ImmutableArray<int> shape) => shape.Length == 0 || (shape.Length == 1 && shape[0] == 1);

    private static Tensor Fit(WeightDeclaration declaration, Tensor tensor)
    {
        var converted = declaration.Type == ElementType.F32 ? tensor.ToF32() : tensor;
        return converted.Rank == declaration.Shape.Length ? converted : converted.Reshape(declaration.Shape);
    }

    private static bool IsBatchCounter(string name) => name == BatchCounter || name.EndsWith("." + BatchCounter, StringComparison.Ordinal);

    private static string TypeText(StoredWeight weight) =>
        weight.Shape.Length == 0 ? weight.StoredType : weight.StoredType + Shapes.Text(weight.Shape);
}
