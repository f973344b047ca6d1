using DynCompile.Regions;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A batch of which a part leaves early costs its part of the work: time to time as multiply-adds to multiply-adds.</summary>
internal sealed class Compaction : Row
{
    private const int Batch = 64;

    private static readonly double[] s_shares = [0.25, 0.5, 0.75];

    public override IEnumerable<string> Names => s_shares.Select(NameFor);

    public override IEnumerable<Measurement> Measure()
    {
        foreach (double share in s_shares)
        {
            using var network = Network.OfText(Text);
            using BatchRunner part = network.Runner(Batch, LeavingBy(share));
            using BatchRunner full = network.Runner(Batch, LeavingBy(0));
            double spent = MultiplyAdds(network, part) / (double)MultiplyAdds(network, full);
            double ratio = Timing.Compare(full.Run, part.Run)[1].Ratio / spent;
            yield return Measurement.AtMost(
                NameFor(share),
                $"{share:P0} of a batch leave first; time to multiply-adds ({spent:P0} of all)",
                ratio,
                1.25,
                " x"
            );
        }
    }

    private static string NameFor(double share) => $"compaction-{Batch}-{share * 100:0}";

    // The samples that leave are spread over the batch.
    private static Func<int, float> LeavingBy(double share) => sample => (sample * 0.618034 + 0.5) % 1 < share ? 1 : 0;

    private static long MultiplyAdds(Network network, BatchRunner runner)
    {
        var cost = new RegionCost(network.Compilation.Regions, s => s.Largest);
        long total = 0;
        runner.Session.RegionEntered = (region, _) => total += cost.Of(region, s => s.Largest);
        runner.Run();
        runner.Session.RegionEntered = null;
        return total;
    }

    private const string Text = """
        model M(leaves: f32, image: f32[8, 28, 28]) -> (y: f32[10]) {
            layer conv1 = conv2d(16, kernel: 3, padding: 1)
            layer early = linear(10)
            layer conv2 = conv2d(16, kernel: 3, padding: 1)
            layer conv3 = conv2d(32, kernel: 3, padding: 1)
            layer late  = linear(10)
            let a = image |> conv1 |> relu |> max_pool2d(2)
            exit a |> flatten |> early when leaves > 0.5
            return a |> conv2 |> relu |> max_pool2d(2) |> conv3 |> relu |> flatten |> late
        }
        """;
}
