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
public sealed class FaultException(FaultKind kind, Origin origin, long value, long bound) : Exception(Describe(kind, origin, value, bound))
{
    public FaultKind Kind => kind;
    public Origin Origin => origin;
    public long Value => value;
    public long Bound => bound;

    private static string Describe(FaultKind kind, Origin origin, long value, long bound) =>
        kind switch
        {
            FaultKind.Index => $"line {origin}: index {value} is outside 0..{bound}",
            FaultKind.DivisionByZero => $"line {origin}: {value} divided by zero",
            _ => $"line {origin}: {value} is not a listed size; the largest is {bound}",
        };
}
