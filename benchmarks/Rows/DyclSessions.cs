using DynCompile.Onnx;
using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Rows;

/// <summary>
/// DyCL as published: a session of ONNX Runtime for each sub-network and the host between them, against our model, one sample after the
/// other in one process.
/// </summary>
internal sealed class DyclSessions : Row
{
    private const int Samples = 16;
    private const double Target = 3;

    public override string Name => "dycl";

    public override IEnumerable<Measurement> Measure()
    {
        var ratios = new List<double>();
        foreach (string name in Reference.Names)
        {
            using var network = Network.OfReference(name, Samples);
            using OnnxHost host = network.OnOnnxRuntime();
            Tensor[] state = host.InitialState();
            Tensor[][] inputs = [.. Enumerable.Range(0, Samples).Select(s => (Tensor[])[.. network.Sample(s), .. state])];
            using BatchRunner ours = network.SingleRunner();
            int differing = Enumerable.Range(0, Samples).Count(s => !Agree(ours, s, host.Run(inputs[s])));
            if (differing > 0)
            {
                yield return new Measurement($"{Name}-{name}", "void", "", $"{differing} of {Samples} answers differ", differing, false);
                continue;
            }
            (int next, int nextOfHost) = (0, 0);
            (double Seconds, double Ratio)[] times = Timing.Compare(
                () => ours.Run(next++ % Samples),
                () => host.Run(inputs[nextOfHost++ % Samples])
            );
            ratios.Add(times[1].Ratio);
            yield return new Measurement(
                $"{Name}-{name}",
                $"{times[0].Seconds * 1e6:0.0} µs against {times[1].Seconds * 1e6:0.0} µs",
                "",
                $"{times[1].Ratio:0.0} x",
                times[1].Ratio,
                null
            );
        }
        double mean = Math.Exp(ratios.Average(Math.Log));
        yield return new Measurement(
            $"{Name}-mean",
            $"geometric mean of {ratios.Count} networks",
            $"≥ {Target} x",
            $"{mean:0.0} x",
            mean,
            mean >= Target
        );
    }

    private static bool Agree(BatchRunner ours, int sample, Tensor[] theirs)
    {
        ours.Session.ResetState();
        ours.Run(sample);
        return ours.Results.Zip(theirs).All(pair => AreClose(pair.First, pair.Second));
    }

    private static bool AreClose(Tensor a, Tensor b) =>
        a.Type.IsFloat()
            ? a.ToFloats()
                .Zip(b.ToFloats())
                .All(p => p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= 1e-3 * Math.Max(1, Math.Abs(p.First)))
            : a.ToLongs().SequenceEqual(b.ToLongs());
}
