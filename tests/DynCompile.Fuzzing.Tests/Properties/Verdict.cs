using DynCompile.Graph.Reference;

namespace DynCompile.Fuzzing.Properties;

/// <summary>What the interpreter says about one sample.</summary>
internal abstract record Verdict
{
    /// <summary>f32 and f64 choose the same: the results count, and the others say how well f32 knows them.</summary>
    /// <param name="Results">In f32: for each call, each result.</param>
    /// <param name="Exact">The same in f64.</param>
    /// <param name="Upward">The same in f32, rounded upwards: where f32 and f64 agree by luck, this one does not.</param>
    public sealed record WellPosed(ReferenceTensor[][] Results, ReferenceTensor[][] Exact, ReferenceTensor[][] Upward) : Verdict;

    /// <summary>Both fault at the same place with the same value.</summary>
    public sealed record Faults(FaultException Fault) : Verdict;

    /// <summary>A choice hangs on rounding.</summary>
    public sealed record IllPosed(string Reason) : Verdict;
}
