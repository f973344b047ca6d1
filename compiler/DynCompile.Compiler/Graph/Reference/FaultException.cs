using DynCompile.Tensors;

namespace DynCompile.Graph.Reference;

public enum FaultKind
{
    /// <summary>A data-dependent index outside 0 .. bound - 1.</summary>
    Index,
    DivisionByZero,

    /// <summary>A <c>with</c> given a value that its elastic size does not list.</summary>
    UnlistedSize,
}

/// <summary>The network asked for something that does not exist; the whole call fails (rule 31 of the language).</summary>
public sealed class FaultException : Exception
{
    private FaultException(FaultKind kind, string what, Origin origin, long value, long bound)
        : base($"{what} (line {origin})")
    {
        Kind = kind;
        What = what;
        Origin = origin;
        Value = value;
        Bound = bound;
    }

    public FaultKind Kind { get; }

    /// <summary>What happened, without where.</summary>
    public string What { get; }
    public Origin Origin { get; }
    public long Value { get; }
    public long Bound { get; }

    public static FaultException Index(Origin origin, long index, long bound) =>
        new(FaultKind.Index, FaultText.Index(index, bound), origin, index, bound);

    public static FaultException DivisionByZero(Origin origin, long dividend) =>
        new(FaultKind.DivisionByZero, FaultText.DivisionByZero(dividend), origin, dividend, 0);

    public static FaultException UnlistedSize(Origin origin, long value, SizeSymbol elastic)
    {
        string what = elastic.IsLongRange
            ? FaultText.OutOfBounds(value, elastic.Smallest, elastic.Largest)
            : FaultText.Unlisted(value, elastic.Values);
        return new FaultException(FaultKind.UnlistedSize, what, origin, value, elastic.Largest);
    }

    /// <summary>The message of a target that runs many samples.</summary>
    public string MessageFor(long sample) => FaultText.Message(What, sample, Origin.Line, Origin.Column, Origin.File);
}
