using DynCompile.Fuzzing.Properties;

namespace DynCompile.Fuzzing;

/// <summary>Generates programs by seed, takes them through all properties and shrinks those that fail.</summary>
internal static class FuzzingRun
{
    /// <summary>Programs in one emitted assembly.</summary>
    public const int AssemblySize = 50;

    /// <param name="seed">The first program's seed; the next ones follow.</param>
    /// <param name="progress">Called after each assembly.</param>
    /// <param name="found">Called with each finding, after it was shrunk.</param>
    /// <param name="mostFindings">After so many the run ends.</param>
    public static FuzzingReport Run(
        ulong seed,
        int count,
        Action<FuzzingReport>? progress = null,
        Action<Finding>? found = null,
        int mostFindings = int.MaxValue
    )
    {
        var report = new FuzzingReport(seed);
        for (int first = 0; first < count && report.Findings.Count < mostFindings; first += AssemblySize)
        {
            FuzzedProgram[] programs =
            [
                .. Enumerable.Range(first, Math.Min(AssemblySize, count - first)).Select(i => FuzzedProgram.Of(seed + (ulong)i)),
            ];
            foreach (Finding finding in Check(programs, report))
            {
                if (report.Findings.Count == mostFindings)
                    break;
                Finding smallest = Shrinking.Smallest(finding);
                report.Add(smallest);
                found?.Invoke(smallest);
            }
            progress?.Invoke(report);
        }
        return report;
    }

    // In a method of its own, so that nothing keeps the assembly once its programs have run.
    private static List<Finding> Check(FuzzedProgram[] programs, FuzzingReport report)
    {
        var findings = new List<Finding>();
        foreach (Check.Result result in Properties.Check.All(programs))
        {
            report.Add(result);
            if (result.Finding is { } finding)
                findings.Add(finding);
        }
        return findings;
    }
}
