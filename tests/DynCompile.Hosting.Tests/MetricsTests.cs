using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DynCompile.Hosting.Tests.Models;
using DynCompile.Runtime;
using Microsoft.Extensions.DependencyInjection;
using WebApi.Models;

namespace DynCompile.Hosting.Tests;

public sealed class MetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddDynModel(Digits.Load).BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _measured = new();
    private readonly List<object> _scopes = [];

    public MetricsTests()
    {
        _scopes.Add(_services.GetRequiredService<IMeterFactory>());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ModelMetrics<Digits>.MeterName && _scopes.Contains(instrument.Meter.Scope!))
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
        _listener.RecordObservableInstruments();

        foreach (Digits.Exit exit in Enum.GetValues<Digits.Exit>())
            Assert.Equal(exits.Count(e => e == exit), _measured[$"dyncompile.exits model=Digits exit=exit{(int)exit}"]);
        Assert.True(_measured["dyncompile.run.duration model=Digits"] > 0);
        Assert.Equal(0, _measured["dyncompile.faults model=Digits"]);
    }

    [Fact]
    public void Faults_are_counted_whoever_catches_them()
    {
        Picker picker = FaultyModel.Make();
        using ServiceProvider services = new ServiceCollection().AddDynModel(_ => picker).BuildServiceProvider();
        _scopes.Add(services.GetRequiredService<IMeterFactory>());
        services.GetRequiredService<ModelMetrics<Picker>>();
        using Picker.Session session = picker.CreateSession(maxBatch: 2, threads: 2);

        Assert.Throws<DynRunException>(() => picker.Run(8, [1, 1, 1, 1], new float[4], out _));
        Assert.Throws<DynRunException>(() =>
            session.RunBatch([1, 9, 9], new float[12], 3, new float[12], new float[3], new Picker.Exit[3])
        );
        picker.Run(1, [1, 1, 1, 1], new float[4], out _);
        Assert.Throws<ArgumentException>(() => picker.Run(1, [1], new float[4], out _));

        Assert.Equal(2, picker.FaultCount);
        _listener.RecordObservableInstruments();
        Assert.Equal(2, _measured["dyncompile.faults model=Picker"]);
    }

    [Fact]
    public void A_run_that_nobody_began_measures_nothing() => default(ModelMetrics<Digits>.Run).Dispose();

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
