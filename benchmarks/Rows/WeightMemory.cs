namespace DynCompile.Benchmarks.Rows;

/// <summary>The memory of loaded weights against their bytes in the file.</summary>
internal sealed class WeightMemory : Row
{
    private const string Name = "weight-memory";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        using var network = Network.OfText(
            """
            model M(image: f32[16, 16, 16]) -> (y: f32[10]) {
                elastic width in [128, 256]
                layer conv = conv2d(64, kernel: 3, padding: 1)
                layer up   = linear(width)
                layer down = linear(10)
                layer same[4] = linear(width)
                var h = image |> conv |> relu |> max_pool2d(4) |> flatten |> up |> relu
                for i in 0..4 {
                    h = relu(same[i](h))
                }
                return down(h)
            }
            """,
            samples: 1
        );
        long raw = Graph.ModelWeights.Of(network.Compilation.Bound).ElementCount * sizeof(float);
        double ratio = network.Model.WeightBytes / (double)raw;
        yield return Measurement.AtMost(Name, $"weights in memory, {raw >> 10} KB in the file", ratio, 1.05, " x");
    }
}
