using DynCompile.Benchmarks.Dense;

namespace DynCompile.Benchmarks.Rows;

/// <summary>One dense kernel against ONNX Runtime and against the processor's peak.</summary>
/// <param name="name">The row.</param>
/// <param name="ratio">How many times as fast as ONNX Runtime it should be.</param>
/// <param name="share">The share of the peak that it should reach; null where memory is the limit.</param>
internal abstract class DenseRow(string name, double ratio, double? share) : Row
{
    public override IEnumerable<string> Names => [name];

    protected abstract double MultiplyAdds { get; }

    /// <summary>Both sides with the same weights and input.</summary>
    protected abstract DenseCase Prepare();

    public override IEnumerable<Measurement> Measure()
    {
        using DenseCase both = Prepare();
        both.Kernel();
        both.Peer.Run();
        double difference = both.Session.Result.Zip(both.Peer.Result).Max(p => Math.Abs(p.First - p.Second));
        if (!(difference <= 1e-3))
        {
            yield return Measurement.Void(name, $"answers differ by {difference:g3}");
            yield break;
        }
        (double Seconds, double Ratio)[] times = Timing.Compare(both.Kernel, both.Peer.Run, Processor.MultiplyAdds);
        double reached = 2 * MultiplyAdds / Processor.Operations * times[2].Ratio;
        yield return new Measurement(name, $"{reached:P0} of the FMA peak")
        {
            Ours = times[0].Seconds * 1e6,
            Peer = times[1].Seconds * 1e6,
            PeerName = OnnxRuntimePeers.Name,
            Ratio = times[1].Ratio,
            Target = share is { } s ? $"≥ {ratio:0.##} x, ≥ {s:P0} of peak" : $"≥ {ratio:0.##} x",
            Ok = times[1].Ratio >= ratio && !(reached < share),
        };
    }

    /// <summary>Numbers between -1 and 1.</summary>
    internal static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
