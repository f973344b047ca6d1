using DynCompile.Benchmarks.Dense;
using DynCompile.Regions;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A whole network without its exits, against what the processor can do at most.</summary>
internal sealed class FullPath : Row
{
    private const string Name = "full-path-fashion";
    private const int Batch = 64;
    private const double Share = 0.5;

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        string text = File.ReadAllText(Path.Combine(Network.Root, "examples", "fashion_exits.dnn"));
        using var network = Network.OfFullPath(text, Batch);
        using BatchRunner runner = network.Runner(Batch);
        double multiplyAdds = Batch * (double)new RegionCost(network.Compilation.Regions, s => s.Largest).Full;
        (double Seconds, double Ratio)[] times = Timing.Compare(runner.Run, Processor.MultiplyAdds);
        double reached = 2 * multiplyAdds / Processor.Operations * times[1].Ratio;
        yield return new Measurement(Name, $"fashion_exits without exits, batch {Batch}, {times[0].Seconds * 1e6:0} µs")
        {
            Ours = reached,
            Figure = $"{reached:P0} of the FMA peak",
            Target = $"≥ {Share:P0}",
            Ok = reached >= Share,
        };
    }
}
