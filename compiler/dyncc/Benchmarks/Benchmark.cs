using DynCompile.Runtime;

namespace DynCompile.CommandLine;

/// <summary>Times a network, alone or in turns with its static counterpart.</summary>
/// <param name="model">The network.</param>
/// <param name="counterpart">The same network without exits, if it is measured as well.</param>
/// <param name="sizes">Elastic sizes that are not the largest.</param>
/// <param name="threads">How many share a batch.</param>
/// <param name="timed">How long the timed runs of each network take.</param>
internal sealed class Benchmark(
    CompiledModel model,
    CompiledModel? counterpart,
    IReadOnlyDictionary<string, long> sizes,
    Samples samples,
    int threads,
    TimeSpan timed
)
{
    /// <summary>Turns this short see the same clock and the same neighbours on the machine.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(20);

    /// <summary>The code is compiled anew after some calls, a moment later.</summary>
    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromSeconds(0.5);

    private readonly TimeSpan _warmUp = timed / 5 > ShortestWarmUp ? timed / 5 : ShortestWarmUp;

    /// <summary>The times of the network and of its counterpart.</summary>
    public (RunTimes Own, RunTimes? Static) Run(int batch)
    {
        using var own = new BatchRuns(model, sizes, samples, batch, threads);
        using BatchRuns? full = counterpart is null ? null : new BatchRuns(counterpart, sizes, samples, batch, threads);
        own.WarmUp(_warmUp, timed);
        full?.WarmUp(_warmUp, timed);
        // The last turn is as long as is left.
        for (TimeSpan left = timed; left > TimeSpan.Zero; left -= Block)
        {
            TimeSpan block = left < Block ? left : Block;
            bool hasRoom = own.RunFor(block);
            hasRoom |= full?.RunFor(block) ?? false;
            if (!hasRoom)
                break;
        }
        return (own.Times(), full?.Times());
    }
}
