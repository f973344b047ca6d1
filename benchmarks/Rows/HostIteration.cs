namespace DynCompile.Benchmarks.Rows;

/// <summary>What an iteration costs beside the work in it: a thousand of a cheap one, against ten of them written out in each of a hundred.</summary>
internal sealed class HostIteration : Row
{
    private const int Steps = 1000;
    private const int WrittenOut = 10;

    private const string Name = "host-iteration";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        using var one = Network.OfText(Text(1));
        using var ten = Network.OfText(Text(WrittenOut));
        using BatchRunner a = one.Runner(1);
        using BatchRunner b = ten.Runner(1);
        (double Seconds, double Ratio)[] times = Timing.Compare(b.Run, a.Run);
        double nanoseconds = (times[1].Seconds - times[0].Seconds) / (Steps - Steps / WrittenOut) * 1e9;
        yield return Measurement.AtMost(Name, "an iteration, batch 1", nanoseconds, 50, " ns");
    }

    private static string Text(int steps) =>
        $$"""
            model M(x: f32[8]) -> (h: f32[8]) {
                layer fc = linear(8)
                var h = x
                for i in 0..{{Steps / steps}} {
                    {{string.Join("\n        ", Enumerable.Repeat("h = tanh(fc(h))", steps))}}
                }
                return h
            }
            """;
}
