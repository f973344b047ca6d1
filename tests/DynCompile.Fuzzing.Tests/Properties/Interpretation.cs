using DynCompile.Graph;
using DynCompile.Graph.Reference;

namespace DynCompile.Fuzzing.Properties;

/// <summary>The interpreter gives the same results before and after every pass, in the pipeline and alone.</summary>
internal static class Interpretation
{
    public const string OfPasses = "the interpreter agrees before and after every pass";
    private const int JudgedSamples = 4;
    private const int MostTries = 12;

    /// <summary>Judges samples until there are enough that are well-posed or fault; ill-posed ones are redrawn and counted.</summary>
    public static void Judge(ProgramCase @case)
    {
        for (int sample = 0; sample < MostTries && @case.Verdicts.Count < JudgedSamples; sample++)
        {
            Verdict verdict = @case.Judge.Of(sample);
            if (verdict is Verdict.IllPosed)
                @case.IllPosedCount++;
            else
                @case.Verdicts.Add(sample, verdict);
        }
    }

    /// <summary>The first pass that changes a result, in words; null when none does.</summary>
    public static string? CheckPasses(ProgramCase @case)
    {
        ModelGraph judged = @case.Judged;
        var agreeing = new HashSet<ModelGraph> { judged };
        foreach ((string pass, ModelGraph graph) in @case.Graphs.Concat(@case.Alone.Select(a => ($"{a.Pass} alone", a.Graph))))
        {
            // Most passes leave most graphs as they are. The bound one runs anyway: coverage counts what the author wrote.
            if (!agreeing.Add(graph) && !ReferenceEquals(graph, @case.Compilation.Bound))
                continue;
            foreach ((int sample, Verdict verdict) in @case.Verdicts)
            {
                (ReferenceTensor[][]? results, FaultException? fault) = @case.Judge.RunThrough(graph, sample);
                if (WhyWrong(verdict, results, fault, @case.ResultNames) is { } reason)
                    return $"after {pass}, sample {sample}: {reason}";
            }
        }
        return null;
    }

    private static string? WhyWrong(Verdict verdict, ReferenceTensor[][]? results, FaultException? fault, IReadOnlyList<string> names) =>
        verdict switch
        {
            Verdict.Faults expected => fault is null ? $"no fault, expected {expected.Fault.Message}"
            : fault.Message != expected.Fault.Message ? $"{fault.Message}, expected {expected.Fault.Message}"
            : null,
            Verdict.WellPosed expected => fault is not null
                ? $"an unexpected fault, {fault.Message}"
                : Closeness.FirstDifference(expected, results!, names),
            _ => null,
        };
}
