using DynCompile.Backends.CSharp;
using DynCompile.Graph;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>The steps of the cpu target: its class, compiled to show each value.</summary>
internal sealed class CpuSteps : IOracleSteps
{
    private readonly CompiledModel _model;
    private readonly ModelSession _session;
    private readonly ShownValue[] _shown;
    private readonly Samples _samples;

    /// <param name="compilation">Compiled with <see cref="CSharpOptions.ShowsValues"/>.</param>
    public CpuSteps(Compilation compilation, WeightSet weights, Samples samples, IReadOnlyDictionary<string, long> sizes)
    {
        _samples = samples;
        _shown = [.. CSharpBackend.ShownValues(compilation.Plan)];
        _model = InMemoryCompiler.Load(InMemoryCompiler.Compile(ModelSource.EmitCSharp(compilation)), weights);
        _session = _model.CreateSession(1);
        foreach ((string name, long value) in sizes)
            _session.SetElastic(name, (int)value);
    }

    public StepLog Of(int sample)
    {
        var values = new List<ComputedValue>();
        _session.ValueShown = (number, _, value) => values.Add(new ComputedValue(_shown[number].Node, _shown[number].Value, value));
        _session.ResetState();
        _session.FirstSample = sample;
        Tensor[] results = [.. _model.Outputs.Select(o => Tensor.Zeros(o.Type, [1, .. o.Shape]))];
        try
        {
            _session.RunBatch([.. _samples.Inputs.Select(i => i.Rows(sample, 1))], 1, results);
            return new StepLog(values, null);
        }
        catch (DynRunException fault)
        {
            string place = new Origin(fault.Line, fault.Column, fault.File).ToString();
            return new StepLog(values, new StepFault(place, fault.Message));
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }
}
