using System.Diagnostics;
using System.Diagnostics.Metrics;
using DynCompile.Runtime;

namespace DynCompile.Hosting;

/// <summary>A model's metrics: samples by exit, how long runs take, faults. Measuring allocates nothing.</summary>
/// <remarks>
/// The meter is <see cref="MeterName"/>. Each instrument has the tag <c>model</c>: <c>dyncompile.exits</c> counts samples, with the tag <c>exit</c>;
/// <c>dyncompile.faults</c> counts calls that ended with a <see cref="DynRunException"/>. Both are the model's own counts, whoever calls it.
/// <c>dyncompile.run.duration</c> is a histogram in seconds of what <see cref="Measure"/> saw.
/// </remarks>
/// <typeparam name="TModel">The class of the model.</typeparam>
public sealed class ModelMetrics<TModel>
    where TModel : CompiledModel
{
    /// <summary>The name of the meter, for OpenTelemetry's <c>AddMeter</c> and dotnet-counters.</summary>
    public const string MeterName = "DynCompile";

    private readonly TModel _model;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments of a model.</summary>
    /// <param name="meters">Makes the meter and ends it with the application.</param>
    /// <param name="model">The model.</param>
    public ModelMetrics(IMeterFactory meters, TModel model)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _tag = new("model", model.Name);
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableCounter("dyncompile.exits", Exits, "{sample}", "Samples that left the model, by exit.");
        _duration = meter.CreateHistogram<double>("dyncompile.run.duration", "s", "How long a run took.");
        meter.CreateObservableCounter(
            "dyncompile.faults",
            () => new Measurement<long>(_model.FaultCount, _tag),
            "{call}",
            "Calls that a fault of the model ended."
        );
    }

    /// <summary>Times a run: <c>using (metrics.Measure()) model.Run(…)</c>.</summary>
    public Run Measure() => new(this, Stopwatch.GetTimestamp());

    private IEnumerable<Measurement<long>> Exits()
    {
        ExitStatistics exits = _model.ExitStatistics;
        for (int i = 0; i < exits.Names.Count; i++)
            yield return new Measurement<long>(exits[i], _tag, new("exit", exits.Names[i]));
    }

    /// <summary>A run that is being timed; disposing ends it.</summary>
    public readonly struct Run : IDisposable
    {
        private readonly ModelMetrics<TModel>? _metrics;
        private readonly long _start;

        internal Run(ModelMetrics<TModel> metrics, long start) => (_metrics, _start) = (metrics, start);

        /// <summary>Records the time since the run began.</summary>
        public void Dispose() => _metrics?._duration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, _metrics._tag);
    }
}
