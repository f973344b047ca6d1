using System.Collections.Immutable;

namespace DynCompile.Graph;

/// <summary>
/// A size that is fixed only at run time but whose possible values are known: an elastic dimension such as
/// <c>width in [16, 32]</c>, or the value that a <c>with</c> gives it for its body.
/// </summary>
/// <param name="Name">Unique in a model; the symbol of a <c>with</c> is the elastic's name and a number, <c>width.1</c>.</param>
/// <param name="Values">All values it may take, ascending.</param>
public sealed record SizeSymbol(string Name, ImmutableArray<long> Values)
{
    /// <summary>The most values of one symbol.</summary>
    public const int MostValues = 65_536;

    public long Smallest => Values[0];

    /// <summary>Whether the values are so many, and without gaps, that a list of them says less than the range: those of a bounded size.</summary>
    public bool IsLongRange => Values.Length > 16 && Largest - Smallest == Values.Length - 1;

    /// <summary>The value that weights and buffers are stored at.</summary>
    public long Largest => Values[^1];

    public bool Equals(SizeSymbol? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public override string ToString() => Name;
}
