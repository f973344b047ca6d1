using DynCompile.Graph.Reference;

namespace DynCompile.Fuzzing.Properties;

/// <summary>What the interpreter says about one sample.</summary>
internal abstract record Verdict
{
    /// <summary>f32 and f64 choose the same: the results count, and <paramref name="Exact"/> says how well f32 knows them.</summary>
    /// <param name="Results">In f32: for each call, each result.</param>
    /// <param name="Exact">The same in f64.</param>
    public sealed record WellPosed(ReferenceTensor[][] Results, ReferenceTensor[][] Exact) : Verdict;

    /// <summary>Both fault at the same place with the same value.</summary>
    public sealed record Faults(FaultException Fault) : Verdict;

    /// <summary>A choice hangs on rounding.</summary>
    public sealed record IllPosed(string Reason) : Verdict;
}
