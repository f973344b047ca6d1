using System.Diagnostics;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>Timed runs of one network with one batch size. Everything is allocated beforehand, so that what is counted is the network's.</summary>
internal sealed class BatchRuns : IDisposable
{
    /// <summary>More times than these say nothing more about percentiles.</summary>
    private const int MostRuns = 1 << 22;

    private readonly ModelSession _session;
    private readonly int _batch;
    private readonly Tensor[][] _inputs;
    private readonly Tensor[] _outputs;
    private long[] _times = [];
    private int _runs;
    private int _next;
    private long _allocated;

    public BatchRuns(CompiledModel model, IReadOnlyDictionary<string, long> sizes, Samples samples, int batch, int threads)
    {
        _batch = batch;
        _inputs = CyclicBatches.Of(samples, batch);
        foreach (TensorInfo output in model.Outputs)
            CyclicBatches.RequireRoom(batch, output.Bytes);
        _outputs = [.. model.Outputs.Select(o => Tensor.Zeros(o.Type, [batch, .. o.Shape]))];
        _session = model.CreateSession(batch, threads);
        foreach ((string name, long value) in sizes)
            _session.SetElastic(name, (int)value);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Runs every sample once.</summary>
    /// <exception cref="DynRunException">The model faults.</exception>
    public void RunAll()
    {
        for (int i = 0; i < _inputs.Length; i++)
            RunNext();
    }

    /// <summary>Runs for a while without taking times, and makes room for those of <paramref name="timed"/>.</summary>
    public void WarmUp(TimeSpan warmUp, TimeSpan timed)
    {
        var watch = Stopwatch.StartNew();
        long runs = 0;
        do
        {
            RunNext();
            runs++;
        } while (watch.Elapsed < warmUp);
        // Warm runs may be far faster than the mean of these.
        double expected = 8 * runs * (timed / watch.Elapsed);
        _times = new long[(int)Math.Clamp(expected, 64, MostRuns)];
    }

    /// <summary>Takes the times of runs for a while, at least of one; false when there is no room for more.</summary>
    public bool RunFor(TimeSpan block)
    {
        if (_runs == _times.Length)
            return false;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long end = Stopwatch.GetTimestamp() + (long)(block.TotalSeconds * Stopwatch.Frequency);
        long now;
        do
        {
            now = RunNext();
        } while (now < end && _runs < _times.Length);
        _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        return true;
    }

    /// <summary>What all timed runs took. Behind it no more are timed.</summary>
    public RunTimes Times()
    {
        Span<long> times = _times.AsSpan(0, _runs);
        long total = 0;
        foreach (long time in times)
            total += time;
        times.Sort();
        return new RunTimes(
            Percentile(times, 50),
            Percentile(times, 95),
            Percentile(times, 99),
            _batch * (double)_runs * Stopwatch.Frequency / Math.Max(total, 1),
            _allocated / (double)_runs
        );
    }

    // By nearest rank: a time that some run took.
    private static double Percentile(ReadOnlySpan<long> sorted, int percent) =>
        Stopwatch.GetElapsedTime(0, sorted[(int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1]).TotalMicroseconds;

    /// <summary>Runs the next batch, keeps its time if there is room, and gives the time of its end.</summary>
    private long RunNext()
    {
        Tensor[] inputs = _inputs[_next];
        _next = _next + 1 == _inputs.Length ? 0 : _next + 1;
        _session.ResetState();
        long start = Stopwatch.GetTimestamp();
        _session.RunBatch(inputs, _batch, _outputs);
        long end = Stopwatch.GetTimestamp();
        if (_runs < _times.Length)
            _times[_runs++] = end - start;
        return end;
    }
}
