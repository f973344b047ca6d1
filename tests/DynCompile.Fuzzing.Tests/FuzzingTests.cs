using DynCompile.Fuzzing.Properties;

namespace DynCompile.Fuzzing;

/// <summary>Random programs keep all properties. The seed is fixed, so that a change of the compiler is what changes the outcome.</summary>
public class FuzzingTests(ITestOutputHelper output)
{
    private const ulong Seed = 0;
    private const int Programs = 300;
    private const int LeastCoverage = 5;
    private const int MostFindings = 3;

    [Fact]
    public void Random_programs_keep_all_properties_and_use_the_whole_language()
    {
        FuzzingReport report = FuzzingRun.Run(Seed, Programs, mostFindings: MostFindings);
        output.WriteLine(report.Summary());
        output.WriteLine($"{report.Coverage}");

        Assert.True(report.Findings.Count == 0, string.Join("\n", report.Findings.Select(FuzzingReport.Show)));
        Assert.True(report.IllPosedShare <= 0.2, $"{report.IllPosedShare:P1} of the samples are ill-posed");
        Assert.Empty(report.Coverage.RarerThan(LeastCoverage));
    }
}
