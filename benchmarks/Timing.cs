using System.Diagnostics;

namespace DynCompile.Benchmarks;

/// <summary>Several ways to do one thing, timed in turn so that a drift of the clock or a neighbour hits all of them alike.</summary>
internal static class Timing
{
    private const int Rounds = 31;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    /// <summary>Each action's median seconds, and the median over the rounds of its time divided by the first one's.</summary>
    public static (double Seconds, double Ratio)[] Compare(params Action[] actions)
    {
        int[] counts = [.. actions.Select(CountFor)];
        var seconds = new double[actions.Length][];
        for (int i = 0; i < actions.Length; i++)
            seconds[i] = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        for (int turn = 0; turn < actions.Length; turn++)
        {
            int i = (turn + round) % actions.Length;
            seconds[i][round] = Time(actions[i], counts[i]);
        }
        return [.. seconds.Select(own => (Median(own), Median([.. own.Select((s, round) => s / seconds[0][round])])))];
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Time(Action action, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    private static int CountFor(Action action)
    {
        var watch = Stopwatch.StartNew();
        int runs = 0;
        while (watch.Elapsed < WarmUp || runs < 3)
        {
            action();
            runs++;
        }
        return (int)Math.Clamp(Slice / (watch.Elapsed / runs), 1, 1_000_000);
    }
}
