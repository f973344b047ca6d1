namespace DynCompile.Benchmarks.Rows;

/// <summary>What a branch costs beside the work in it: a loop that asks a condition in each iteration, against one that does not.</summary>
internal sealed class HostBranch : Row
{
    private const int Iterations = 1000;

    private const string Name = "host-branch";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        using var asks = Network.OfText(Text("if h[0] > -9.0 { h = tanh(fc(h)) } else { h = fc(h) }"));
        using var does = Network.OfText(Text("h = tanh(fc(h))\n        asked = asked or h[0] > -9.0"));
        using BatchRunner a = asks.Runner(1);
        using BatchRunner b = does.Runner(1);
        (double Seconds, double Ratio)[] times = Timing.Compare(b.Run, a.Run);
        double nanoseconds = (times[1].Seconds - times[0].Seconds) / Iterations * 1e9;
        yield return Measurement.AtMost(Name, "a branch, batch 1", nanoseconds, 50, " ns");
    }

    private static string Text(string body) =>
        $$"""
            model M(x: f32[8]) -> (h: f32[8], asked: bool) {
                layer fc = linear(8)
                var h = x
                var asked = x[1] > 9.0
                for i in 0..{{Iterations}} {
                    {{body}}
                }
                return (h, asked)
            }
            """;
}
