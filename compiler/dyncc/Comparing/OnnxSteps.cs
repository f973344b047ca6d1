using DynCompile.Backends.CSharp;
using DynCompile.Diagnostics;
using DynCompile.Onnx;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>
/// The steps of ONNX Runtime on the regions that the cpu target was emitted from: kernels of other people, and region borders that somebody else
/// must understand.
/// </summary>
internal sealed class OnnxSteps : IOracleSteps
{
    private readonly OnnxHost _host;
    private readonly Samples _samples;
    private List<ComputedValue> _values = [];

    /// <exception cref="CommandFailed">ONNX Runtime is not on this machine, or the onnx target cannot do a part of the model.</exception>
    public OnnxSteps(Compilation compilation, WeightSet weights, Samples samples, IReadOnlyDictionary<string, long> sizes)
    {
        _samples = samples;
        OnnxRuntimeLibrary.Require();
        Dictionary<(string, string), ShownValue> shown = CSharpBackend
            .ShownValues(compilation.Plan)
            .ToDictionary(s => (s.Function, OnnxBackend.NameOf(s.Value)));
        _host = Load(compilation, weights);
        foreach ((string name, long value) in sizes)
            _host.SetElastic(name, value);
        _host.ValueComputed = (function, name, value) =>
        {
            if (shown.TryGetValue((function, name), out ShownValue? known))
                _values.Add(new ComputedValue(known.Node, known.Value, value));
        };
    }

    public StepLog Of(int sample)
    {
        _values = [];
        try
        {
            _host.Run([.. _samples.Inputs.Select(i => i.Row(sample)), .. _host.InitialState()]);
            return new StepLog(_values, null);
        }
        catch (RegionFaultException fault)
        {
            return new StepLog(_values, new StepFault(fault.Place, null));
        }
    }

    public void Dispose() => _host.Dispose();

    private static OnnxHost Load(Compilation compilation, WeightSet weights)
    {
        var diagnostics = new DiagnosticBag();
        OnnxBackend.Validate(compilation.Regions, compilation.Sources, diagnostics);
        if (diagnostics.HasErrors)
            throw new CommandFailed(ExitCode.WrongInput, [.. diagnostics.Sorted()]);
        string folder = Directory.CreateTempSubdirectory("dyncc-onnx-").FullName;
        try
        {
            OnnxBackend.Emit(compilation.Regions, weights, showsValues: true).WriteTo(folder);
            return OnnxHost.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
