using System.Globalization;
using System.Text;
using DynCompile.Fuzzing.Coverage;
using DynCompile.Fuzzing.Properties;

namespace DynCompile.Fuzzing;

/// <summary>What many programs showed.</summary>
internal sealed class FuzzingReport(ulong seed)
{
    private readonly List<Finding> _findings = [];
    private readonly SortedDictionary<string, int> _notOnTarget = new(StringComparer.Ordinal);

    public CoverageCount Coverage { get; } = new();

    /// <summary>Properties that do not hold, with programs as small as they get.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    public int ProgramCount { get; private set; }

    /// <summary>Judged samples, the ill-posed ones included.</summary>
    public int JudgedCount { get; private set; }

    public int IllPosedCount { get; private set; }

    public int FaultCount { get; private set; }

    public double IllPosedShare => JudgedCount == 0 ? 0 : (double)IllPosedCount / JudgedCount;

    public void Add(Check.Result result)
    {
        ProgramCount++;
        if (result.Case is { } @case)
        {
            Coverage.Add(@case);
            JudgedCount += @case.Verdicts.Count + @case.IllPosedCount;
            IllPosedCount += @case.IllPosedCount;
            FaultCount += @case.Verdicts.Values.Count(v => v is Verdict.Faults);
        }
        if (result.NotOnTarget is { } reason)
            _notOnTarget[reason] = _notOnTarget.GetValueOrDefault(reason) + 1;
    }

    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>A finding as a person needs it: what, where, and how to see it again.</summary>
    public static string Show(Finding finding) =>
        $"""
            seed {finding.Program.Seed}: {finding.Property}: it does not
            {finding.Message}

            {finding.Program.Text}
            again: dotnet run --project tests/DynCompile.Fuzzing.Tests -c Release -- --fuzz 1 --seed {finding.Program.Seed}

            """;

    public string Summary()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"programs    {ProgramCount}, seeds {seed} to {seed + (ulong)ProgramCount - 1}");
        text.AppendLine(CultureInfo.InvariantCulture, $"samples     {JudgedCount} judged, {FaultCount} of them fault");
        text.AppendLine(CultureInfo.InvariantCulture, $"ill-posed   {IllPosedCount}, {IllPosedShare:P1}");
        text.AppendLine(CultureInfo.InvariantCulture, $"not on cpu  {_notOnTarget.Values.Sum()}");
        foreach ((string reason, int count) in _notOnTarget)
            text.AppendLine(CultureInfo.InvariantCulture, $"            {count} x {reason}");
        text.AppendLine(CultureInfo.InvariantCulture, $"findings    {_findings.Count}");
        return text.ToString();
    }
}
