using System.Globalization;
using DynCompile.Graph;
using DynCompile.Regions;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary><c>--trace</c>: the regions that each sample went through, in the order in which it entered them.</summary>
internal sealed class RegionTrace(int samples)
{
    /// <summary>The longest repetition that is looked for: a path without any takes its length times this.</summary>
    private const int LongestPeriod = 64;

    private readonly List<int>[] _entered = [.. Enumerable.Range(0, samples).Select(_ => new List<int>())];

    /// <summary>Listens to a session: samples of a batch enter a region together, each has its own order.</summary>
    public void Enter(int region, long sample) => _entered[sample].Add(region);

    /// <summary>The legend, a line for each region, and then a line for each sample.</summary>
    public IEnumerable<string> Lines(RegionProgram program, Tensor? exits)
    {
        foreach (Block block in program.Functions.SelectMany(f => f.Blocks).OrderBy(b => b.Id))
            yield return $"region {block.Id}: {SourceLines.Of(block)}";
        long[]? taken = exits?.ToLongs();
        for (int s = 0; s < _entered.Length; s++)
        {
            string path = Folded(_entered[s]);
            string exit = taken is null ? "" : string.Create(CultureInfo.InvariantCulture, $" · exit {taken[s]}");
            yield return $"sample {s}: {path}{exit}";
        }
    }

    /// <summary>
    /// A path with its repetitions folded, short ones first, so that an inner loop is one item of the outer one:
    /// <c>0 1 2 2 3 1 2 2 3 4</c> is <c>0 (1 2x2 3)x2 4</c>.
    /// </summary>
    public static string Folded(IReadOnlyList<int> regions)
    {
        List<string> items = [.. regions.Select(r => r.ToString(CultureInfo.InvariantCulture))];
        int period = 1;
        while (period <= Math.Min(LongestPeriod, items.Count / 2))
        {
            List<string> folded = Fold(items, period);
            // What has become one item may be part of a shorter repetition.
            period = folded.Count < items.Count ? 1 : period + 1;
            items = folded;
        }
        return string.Join(' ', items);
    }

    private static List<string> Fold(List<string> items, int period)
    {
        var folded = new List<string>();
        for (int i = 0; i < items.Count; )
        {
            int times = 1;
            while (Repeats(items, i, i + times * period, period))
                times++;
            if (times == 1)
            {
                folded.Add(items[i++]);
                continue;
            }
            string repeated = string.Join(' ', items.GetRange(i, period));
            folded.Add(string.Create(CultureInfo.InvariantCulture, $"{(period == 1 ? repeated : $"({repeated})")}x{times}"));
            i += times * period;
        }
        return folded;
    }

    private static bool Repeats(List<string> items, int first, int again, int period)
    {
        if (again + period > items.Count)
            return false;
        for (int i = 0; i < period; i++)
        {
            if (items[first + i] != items[again + i])
                return false;
        }
        return true;
    }
}
