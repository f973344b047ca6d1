using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>What a name in scope stands for.</summary>
internal abstract record Symbol(string Name, Location Declared);

/// <summary>A <c>let</c>, an input, a loop variable or a compile-time parameter: fixed.</summary>
internal sealed record FixedSymbol(string Name, Location Declared, Bound Meaning, string Kind) : Symbol(Name, Declared);

/// <summary>A <c>var</c>: its type is fixed, <see cref="Current"/> is its value where the binder stands.</summary>
internal sealed record VariableSymbol(string Name, Location Declared, TensorType Type) : Symbol(Name, Declared)
{
    public ValueId Current { get; set; }

    public bool Equals(VariableSymbol? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

/// <summary>A bare weight.</summary>
internal sealed record ParamSymbol(string Name, Location Declared, TensorType Type, WeightPath Path) : Symbol(Name, Declared);

/// <summary>An elastic size, under the name that it was declared with.</summary>
internal sealed record ElasticSymbol(string Name, Location Declared, SizeSymbol Size) : Symbol(Name, Declared);

/// <summary>A <c>fn</c>, and the scope that it was declared in.</summary>
internal sealed record HelperSymbol(string Name, Location Declared, FunctionDeclaration Declaration) : Symbol(Name, Declared);

/// <summary>A layer or an array of layers.</summary>
/// <param name="Dimensions">The lengths of the array, outer first; empty for a single layer.</param>
internal sealed record LayerSymbol(
    string Name,
    Location Declared,
    WeightPath Path,
    EquatableArray<int> Dimensions,
    LayerKind Kind,
    IReadOnlyDictionary<string, Bound> Arguments
) : Symbol(Name, Declared)
{
    /// <summary>The weights of its elements as their calls made them, for <c>embed.weight</c>.</summary>
    public Dictionary<WeightPath, EquatableArray<LayerWeight>> Weights { get; } = [];

    /// <summary>The weights of an element; a call of the array by another index may have made them.</summary>
    public EquatableArray<LayerWeight> WeightsAt(WeightPath path) =>
        Weights.TryGetValue(path, out EquatableArray<LayerWeight> exact)
            ? exact
            : Weights
                .FirstOrDefault(w => w.Key.Segments.Zip(path.Segments, (a, b) => a == b || a.IsHole || b.IsHole).All(same => same))
                .Value;

    public bool Equals(LayerSymbol? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

/// <summary>What a layer is made by.</summary>
internal abstract record LayerKind
{
    public sealed record Of(OperatorDefinition Operator, LayerForm Form) : LayerKind;

    public sealed record OfBlock(BlockDeclaration Declaration) : LayerKind;
}
