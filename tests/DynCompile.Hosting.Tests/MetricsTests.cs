using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebApi.Models;

namespace DynCompile.Hosting.Tests;

public sealed class MetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddDynModel(Digits.Load).BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _measured = new();

    public MetricsTests()
    {
        object factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ModelMetrics<Digits>.MeterName && instrument.Meter.Scope == factory)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Take(i, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Samples_are_counted_by_exit_and_runs_are_timed()
    {
        ModelMetrics<Digits> metrics = _services.GetRequiredService<ModelMetrics<Digits>>();
        Digits model = _services.GetRequiredService<Digits>();
        var exits = new List<Digits.Exit>();
        for (int i = 0; i < 5; i++)
        {
            using (metrics.Measure())
                exits.Add(model.Run(Image(i), new float[10]));
        }
        metrics.CountFault();
        _listener.RecordObservableInstruments();

        foreach (Digits.Exit exit in Enum.GetValues<Digits.Exit>())
            Assert.Equal(exits.Count(e => e == exit), _measured[$"dyncompile.exits model=Digits exit=exit{(int)exit}"]);
        Assert.True(_measured["dyncompile.run.duration model=Digits"] > 0);
        Assert.Equal(1, _measured["dyncompile.faults model=Digits"]);
    }

    [Fact]
    public void Measured_runs_allocate_nothing()
    {
        ModelMetrics<Digits> metrics = _services.GetRequiredService<ModelMetrics<Digits>>();
        Digits model = _services.GetRequiredService<Digits>();
        _listener.Dispose();
        byte[] image = Image(1);
        var logits = new float[10];
        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using (metrics.Measure())
                    model.Run(image, logits);
            }
        }
        Run(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(100);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Threads_share_the_model_and_the_counts()
    {
        ModelMetrics<Digits> metrics = _services.GetRequiredService<ModelMetrics<Digits>>();
        Digits model = _services.GetRequiredService<Digits>();
        await Parallel.ForAsync(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            (i, _) =>
            {
                using (metrics.Measure())
                    model.Run(Image(i), new float[10]);
                return ValueTask.CompletedTask;
            }
        );
        Assert.Equal(400, model.ExitStatistics.Total);
    }

    private static byte[] Image(int seed)
    {
        var image = new byte[784];
        new Random(seed).NextBytes(image);
        return image;
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string key = instrument.Name;
        foreach (KeyValuePair<string, object?> tag in tags)
            key += $" {tag.Key}={tag.Value}";
        _measured[key] = value;
    }
}
