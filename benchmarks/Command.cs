using System.Diagnostics;

namespace DynCompile.Benchmarks;

/// <summary>Programs that a row starts, and how long they take from start to end.</summary>
internal static class Command
{
    /// <summary>What the program prints.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public static string Run(string program, params string[] arguments) => Run(program, arguments, []).Output;

    /// <summary>The median over some runs, in seconds.</summary>
    /// <param name="prepare">Runs before each of them, untimed.</param>
    public static double Seconds(
        int runs,
        Action prepare,
        string program,
        string[] arguments,
        params (string Name, string Value)[] variables
    )
    {
        var seconds = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            prepare();
            seconds[i] = Run(program, arguments, variables).Seconds;
        }
        return Timing.Median(seconds);
    }

    private static (string Output, double Seconds) Run(string program, string[] arguments, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // No build node outlives the row.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0
            ? (output, seconds)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{error.Result}"
            );
    }
}
