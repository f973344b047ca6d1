using System.Diagnostics;

namespace DynCompile.Benchmarks.Rows;

/// <summary>Networks of many written layers, from text to a loaded model.</summary>
internal sealed class ManyLayers : Row
{
    private const string Time = "layers-1000";
    private const string Growth = "layers-growth";
    private const int Few = 250;
    private const int Many = 1000;
    private const int Rounds = 3;

    public override IEnumerable<string> Names => [Time, Growth];

    public override IEnumerable<Measurement> Measure()
    {
        // Compilers that compile for the first time are compiled themselves.
        Seconds(Few);
        double few = Timing.Median([.. Enumerable.Range(0, Rounds).Select(_ => Seconds(Few))]);
        double many = Timing.Median([.. Enumerable.Range(0, Rounds).Select(_ => Seconds(Many))]);
        double growth = many / few / ((double)Many / Few);
        yield return Measurement.AtMost(Time, $"{Many} layers, text to loaded model", many, 10, " s");
        yield return Measurement.AtMost(Growth, $"time of a layer among {Many} to one among {Few} ({few:0.00} s)", growth, 1.25, " x");
    }

    private static double Seconds(int layers)
    {
        IEnumerable<int> all = Enumerable.Range(0, layers);
        string text = $$"""
            model M(x: f32[16]) -> (y: f32[16]) {
                {{string.Join("\n    ", all.Select(i => $"layer fc{i} = linear(16)"))}}
                let h0 = x
                {{string.Join("\n    ", all.Select(i => $"let h{i + 1} = h{i} |> fc{i} |> relu"))}}
                return h{{layers}}
            }
            """;
        var watch = Stopwatch.StartNew();
        using var network = Network.OfText(text, samples: 1);
        return watch.Elapsed.TotalSeconds;
    }
}
