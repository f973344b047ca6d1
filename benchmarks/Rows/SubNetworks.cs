using System.Diagnostics;

namespace DynCompile.Benchmarks.Rows;

/// <summary>160 sorted sub-networks, 16 widths by 10 depths, from text to a loaded model.</summary>
internal sealed class SubNetworks : Row
{
    private const string Name = "sub-networks";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        var watch = Stopwatch.StartNew();
        using var network = Network.OfText(
            """
            model M(x: f32[64]) -> (y: f32[10]) {
                elastic width in [16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256]
                elastic depth in 1..=10
                layer up = linear(width)
                layer hidden[10] = linear(width)
                layer head = linear(10)
                var h = relu(up(x))
                for i in 0..depth {
                    h = relu(hidden[i](h)) + h
                }
                return head(h)
            }
            """,
            samples: 1
        );
        double seconds = watch.Elapsed.TotalSeconds;
        int count = network.Model.SubNetworks.Count;
        yield return Measurement.AtMost(Name, $"{count} sub-networks, text to loaded model", seconds, 10, " s");
    }
}
