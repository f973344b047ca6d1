using DynCompile.Graph;
using DynCompile.Regions;

namespace DynCompile.CommandLine;

/// <summary>The lines of the source that a region comes from.</summary>
internal static class SourceLines
{
    /// <summary><c>lines 12, 14-16 of parts/attention.dnn</c>; of the model's own file the lines alone.</summary>
    public static string Of(Block block)
    {
        IEnumerable<string> files = block
            .Nodes.Where(n => !RegionCutter.IsImmaterial(n) && n.Origin != Origin.None)
            .GroupBy(n => n.Origin.File)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => Of(file.Key, [.. file.Select(n => n.Origin.Line).Distinct().Order()]));
        string all = string.Join("; ", files);
        return all.Length == 0 ? "no line of the source" : all;
    }

    private static string Of(string? file, int[] lines)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (int line in lines)
        {
            if (ranges.Count > 0 && ranges[^1].Last == line - 1)
                ranges[^1] = (ranges[^1].First, line);
            else
                ranges.Add((line, line));
        }
        string text = string.Join(", ", ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}-{r.Last}"));
        return $"{(lines.Length == 1 ? "line" : "lines")} {text}{(file is null ? "" : $" of {file}")}";
    }
}
