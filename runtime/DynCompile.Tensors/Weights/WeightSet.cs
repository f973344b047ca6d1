using System.Collections.Immutable;
using System.Reflection;

namespace DynCompile.Tensors;

/// <summary>A model's weights by path, each in its declared type and shape.</summary>
/// <remarks>
/// A weight declared f32 may be stored as f16 or bf16. The shapes [] and [1] stand for each other. Loading fails as a whole: a set is never
/// half-loaded.
/// </remarks>
public sealed class WeightSet
{
    private readonly Dictionary<string, Tensor> byPath = new(StringComparer.Ordinal);

    internal WeightSet(IEnumerable<(string Path, Tensor Tensor)> weights, ImmutableArray<string> unused)
    {
        foreach (var (path, tensor) in weights)
            byPath.Add(path, tensor);
        Unused = unused;
    }

    /// <summary>Stored tensors that no declaration names, in stored order; without PyTorch's <c>num_batches_tracked</c>.</summary>
    public ImmutableArray<string> Unused { get; }

    /// <summary>The declared paths.</summary>
    public IReadOnlyCollection<string> Paths => byPath.Keys;

    /// <summary>A declared weight.</summary>
    /// <exception cref="KeyNotFoundException">No weight is declared by this path.</exception>
    public Tensor this[string path] =>
        byPath.TryGetValue(path, out var tensor)
            ? tensor
            : throw new KeyNotFoundException($"no weight {Printable.Quote(path)} is declared; there are {byPath.Count} others");

    /// <summary>Loads declared weights from a file: .safetensors, .npz or .npy by its extension.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">The file is not valid.</exception>
    /// <exception cref="WeightsException">Weights are missing or have another type or shape; lists all of them.</exception>
    /// <exception cref="ArgumentNullException">There is no path.</exception>
    /// <exception cref="ArgumentException">The path is empty, or a path of a weight is declared in two ways.</exception>
    public static WeightSet Load(string path, IEnumerable<WeightDeclaration> declarations)
    {
        string file = path ?? throw new ArgumentNullException(nameof(path));
        if (file.Length == 0)
            throw new ArgumentException("the path of the weights is empty", nameof(path));
        if (TensorFile.FormatOf(file) != TensorFileFormat.Safetensors)
            return FromTensors(TensorFile.Read(file), declarations, file);
        using var reader = SafetensorsReader.Open(file);
        return Load(reader, declarations);
    }

    /// <summary>Loads declared weights from a file that is open; the reader stays open.</summary>
    /// <exception cref="TensorFormatException">A declared weight cannot be read.</exception>
    /// <exception cref="WeightsException">Weights are missing or have another type or shape; lists all of them.</exception>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static WeightSet Load(SafetensorsReader reader, IEnumerable<WeightDeclaration> declarations)
    {
        var stored = reader.Entries.Select(entry => StoredWeight.Of(reader, entry));
        return new WeightMatching(stored, declarations).Load(reader.Path);
    }

    /// <summary>Loads declared weights from a stream of a safetensors file; the stream stays open.</summary>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file.</exception>
    /// <exception cref="WeightsException">Weights are missing or have another type or shape; lists all of them.</exception>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static WeightSet Load(Stream stream, IEnumerable<WeightDeclaration> declarations) => Load(stream, "(stream)", declarations);

    /// <summary>Loads declared weights from a safetensors file that is embedded in an assembly.</summary>
    /// <exception cref="FileNotFoundException">The assembly has no such resource; lists those that it has.</exception>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file.</exception>
    /// <exception cref="WeightsException">Weights are missing or have another type or shape; lists all of them.</exception>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static WeightSet Load(Assembly assembly, string resource, IEnumerable<WeightDeclaration> declarations)
    {
        Assembly owner = assembly ?? throw new ArgumentNullException(nameof(assembly));
        using Stream? stream = owner.GetManifestResourceStream(resource);
        if (stream is not null)
            return Load(stream, resource, declarations);
        string[] names = owner.GetManifestResourceNames();
        string known = names.Length == 0 ? "it has none" : $"it has {string.Join(", ", names.Select(Printable.Quote))}";
        throw new FileNotFoundException($"{owner.GetName().Name} has no resource {Printable.Quote(resource)}: {known}", resource);
    }

    private static WeightSet Load(Stream stream, string source, IEnumerable<WeightDeclaration> declarations)
    {
        using var reader = SafetensorsReader.FromStream(stream ?? throw new ArgumentNullException(nameof(stream)), source);
        return Load(reader, declarations);
    }

    /// <summary>Takes declared weights from tensors, without a copy where type and shape are as declared.</summary>
    /// <param name="tensors">The tensors by path.</param>
    /// <param name="declarations">The weights that the model needs.</param>
    /// <param name="source">What stands for the file in messages.</param>
    /// <exception cref="WeightsException">Weights are missing or have another type or shape; lists all of them.</exception>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static WeightSet FromTensors(
        IReadOnlyDictionary<string, Tensor> tensors,
        IEnumerable<WeightDeclaration> declarations,
        string source = "(tensors)"
    )
    {
        var stored = tensors.Select(pair => StoredWeight.Of(pair.Key, pair.Value));
        return new WeightMatching(stored, declarations).Load(source);
    }

    /// <summary>Random weights, the same on every machine and whatever the declarations' order.</summary>
    /// <remarks>
    /// Floats of rank 2 and more are N(0, 1) / sqrt(elements behind the first axis), so that a layer keeps its input's scale; variances
    /// (<c>running_var</c>) and the <c>weight</c> of a normalisation, of rank 1, are uniform in 0.5..1.5, and other floats N(0, 0.1). i8 and
    /// u8 take any value but -128; i32, i64 and bool are 0 or 1.
    /// </remarks>
    /// <exception cref="ArgumentException">A path is declared in two ways.</exception>
    public static WeightSet Random(IEnumerable<WeightDeclaration> declarations, int seed)
    {
        var weights = WeightMatching
            .Distinct(declarations)
            .Select(declaration => (declaration.Path, RandomWeights.Make(declaration, seed)));
        return new WeightSet(weights, ImmutableArray<string>.Empty);
    }
}
