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

    private const string Mean = "dycl-mean";

    public override IEnumerable<string> Names => [.. Reference.Names.Select(NameFor), Mean];

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
                yield return Measurement.Void(NameFor(name), $"{differing} of {Samples} answers differ");
                continue;
            }
            (int next, int nextOfHost) = (0, 0);
            (double Seconds, double Ratio)[] times = Timing.Compare(
                () => ours.Run(next++ % Samples),
                () => host.Run(inputs[nextOfHost++ % Samples])
            );
            ratios.Add(times[1].Ratio);
            yield return new Measurement(NameFor(name), "one sample after the other")
            {
                Ours = times[0].Seconds * 1e6,
                Peer = times[1].Seconds * 1e6,
                PeerName = "DyCL's sessions",
                Ratio = times[1].Ratio,
            };
        }
        double mean = Math.Exp(ratios.Average(Math.Log));
        yield return new Measurement(Mean, $"geometric mean of {ratios.Count} networks")
        {
            Figure = "",
            PeerName = "DyCL's sessions",
            Ratio = mean,
            Target = $"≥ {Target} x",
            Ok = mean >= Target,
        };
    }

    private static string NameFor(string network) => $"dycl-{network}";

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
