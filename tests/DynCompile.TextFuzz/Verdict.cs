using System.Diagnostics;

namespace DynCompile.TextFuzz;

/// <summary>How an input ended when it did not end well; two with one signature are one finding.</summary>
internal sealed record Verdict(string Signature, string Description)
{
    private const int Repetitions = 3;

    /// <summary>Null when all is well.</summary>
    public static Verdict? Of(Target target, byte[] input)
    {
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan time;
        bool mayBeLarge;
        try
        {
            (time, mayBeLarge) = Timed(target, input);
        }
        catch (Exception e)
        {
            string place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" DynCompile.", StringComparison.Ordinal)) ?? "";
            return new($"{e.GetType().Name}{place.Split(" in ")[0].Trim()}", e.ToString());
        }
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (allocated > target.BytesAllowed(input.Length) && !mayBeLarge)
            return new("memory", $"{allocated:N0} bytes allocated for {input.Length:N0} bytes of input");
        for (int i = 1; i < Repetitions && time > Target.TimeAllowed; i++)
            (time, _) = Timed(target, input);
        return time > Target.TimeAllowed ? new("time", $"{time.TotalSeconds:F1} s for {input.Length:N0} bytes of input") : null;
    }

    /// <summary>The shorter of the clock's time and the processor's: others share the machine, and a collection has threads of its own.</summary>
    private static (TimeSpan Time, bool MayBeLarge) Timed(Target target, byte[] input)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        bool mayBeLarge = target.Run(input);
        TimeSpan spent = Environment.CpuUsage.TotalTime - before;
        return (spent < clock.Elapsed ? spent : clock.Elapsed, mayBeLarge);
    }
}
