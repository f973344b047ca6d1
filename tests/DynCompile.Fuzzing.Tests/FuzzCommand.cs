using System.Diagnostics;
using System.Globalization;
using DynCompile.Fuzzing.Properties;

namespace DynCompile.Fuzzing;

/// <summary><c>--fuzz 20000 --seed 7</c>: as many programs as one likes, with progress; <c>--print</c> shows the programs only.</summary>
internal static class FuzzCommand
{
    private const string Usage = "--fuzz COUNT [--seed N] [--print] [--stop-at FINDINGS]";

    public static bool IsAskedFor(string[] arguments) => arguments.Contains("--fuzz");

    /// <summary>0 when all properties hold, 1 when one does not, 2 for arguments that it does not know.</summary>
    public static int Run(string[] arguments)
    {
        int? count = Number(arguments, "--fuzz") is { } given and <= int.MaxValue ? (int)given : null;
        ulong seed = Number(arguments, "--seed") ?? (ulong)Environment.TickCount64;
        ulong most = Number(arguments, "--stop-at") ?? 20;
        if (count is null)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }
        if (arguments.Contains("--print"))
        {
            for (int i = 0; i < count; i++)
                Console.WriteLine($"// seed {seed + (ulong)i}\n{FuzzedProgram.Of(seed + (ulong)i).Text}");
            return 0;
        }
        Console.WriteLine($"seed {seed}");
        var watch = Stopwatch.StartNew();
        FuzzingReport report = FuzzingRun.Run(
            seed,
            count.Value,
            progress => Show(progress, watch),
            finding => Console.WriteLine(FuzzingReport.Show(finding)),
            (int)Math.Min(most, int.MaxValue)
        );
        Console.WriteLine(report.Summary());
        Console.WriteLine(report.Coverage);
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static ulong? Number(string[] arguments, string option)
    {
        int at = Array.IndexOf(arguments, option);
        bool isNumber = ulong.TryParse(
            arguments.ElementAtOrDefault(at + 1),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong number
        );
        return at >= 0 && isNumber ? number : null;
    }

    private static void Show(FuzzingReport report, Stopwatch watch)
    {
        long megabytes = Environment.WorkingSet >> 20;
        Console.WriteLine(
            $"{report.ProgramCount} programs, {report.IllPosedShare:P1} ill-posed, {report.Findings.Count} findings, "
                + $"{watch.Elapsed.TotalSeconds:F0} s, {megabytes} MB"
        );
    }
}
