using System.Globalization;
using DynCompile.Graph;
using DynCompile.Regions;
using DynCompile.Tensors;
using Spectre.Console;

namespace DynCompile.CommandLine;

/// <summary>Shows a run to a person: accuracy, samples per exit, multiply-adds, time, and a few samples drawn.</summary>
internal static class RunReport
{
    public static void Show(
        Compilation compilation,
        Samples samples,
        RunResult result,
        Tensor? labels,
        IReadOnlyDictionary<string, long> sizes,
        int draw
    )
    {
        IAnsiConsole console = Terminal.Out;
        ModelGraph graph = compilation.Bound;
        if (draw > 0)
            Pictures.Draw(console, samples, result, labels, draw);
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("model", $"{graph.Name}, {samples.Count} samples");
        if (labels is not null && Predictions(result) is { } predicted)
            Row("accuracy", Accuracy(predicted, labels));
        if (result[ModelGraph.ExitResultName] is { } exits && graph.HasExits)
        {
            IReadOnlyList<string> names = ExitNumbers.NamesOf(graph);
            long[] taken = exits.ToLongs();
            for (int e = 0; e < names.Count; e++)
                Row(e == 0 ? "exits" : "", string.Create(CultureInfo.InvariantCulture, $"{names[e]}: {taken.Count(t => t == e)}"));
        }
        var cost = new RegionCost(compilation.Regions, s => sizes.TryGetValue(s.Name, out long v) ? v : s.Largest);
        if (samples.Count > 0)
            Row("multiply-adds", Spent(result.MultiplyAdds / (double)samples.Count, cost.Full));
        Row(
            "time",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Elapsed.TotalMilliseconds:F1} ms, {result.Elapsed.TotalMicroseconds / Math.Max(samples.Count, 1):F1} µs a sample"
            )
        );
        console.Write(table);
    }

    /// <summary>The multiply-adds of a sample beside those of one that takes no exit.</summary>
    public static string Spent(double each, long full) =>
        full == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{each:N0} a sample, {100 * each / full:F1} % of the full network's {full:N0}");

    /// <summary>The index of the largest element of the first float result with one axis for each sample.</summary>
    public static int[]? Predictions(RunResult result)
    {
        Tensor? scores = result.Outputs.Select(o => o.Value).FirstOrDefault(t => t.Type.IsFloat() && t.Rank == 2);
        if (scores is null || scores.Shape[1] == 0)
            return null;
        int classes = scores.Shape[1];
        float[] all = scores.ToFloats();
        return [.. Enumerable.Range(0, scores.Shape[0]).Select(s => all.AsSpan(s * classes, classes).IndexOfMax())];
    }

    private static int IndexOfMax(this Span<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
                best = i;
        }
        return best;
    }

    private static string Accuracy(int[] predicted, Tensor labels)
    {
        long[] wanted = labels.ToLongs();
        int right = predicted.Where((p, i) => p == wanted[i]).Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100.0 * right / Math.Max(predicted.Length, 1):F2} % ({right} of {predicted.Length})"
        );
    }
}
