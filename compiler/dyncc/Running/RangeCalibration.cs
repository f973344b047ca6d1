using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Passes;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Finds the ranges of quantized layers' inputs by running samples: the largest that a layer meets.</summary>
internal static class RangeCalibration
{
    /// <summary>The weights of a model, and the scale of every quantized layer; a layer that no sample reached ends the command.</summary>
    public static IReadOnlyList<KeyValuePair<string, Tensor>> Run(Compilation compilation, WeightSet weights, Samples samples)
    {
        ModelGraph graph = compilation.Bound;
        string[] scales = [.. CalibratedRanges.ScalesOf(graph)];
        Location place = Location.OfFile(compilation.Source.Path);
        if (scales.Length == 0)
            throw new CommandFailed(ExitCode.WrongInput, new CannotCalibrate(place, []));
        var calibration = new CalibratedRanges.Calibration(graph, weights, new Dictionary<string, long>());
        SampleProgress.Show(
            samples.Count,
            done =>
            {
                for (int s = 0; s < samples.Count; s++)
                {
                    RunSample(calibration.Interpreter, samples, s, place);
                    done?.Invoke(s);
                }
                return samples.Count;
            }
        );
        EquatableArray<string> unreached = [.. scales.Where(s => calibration.ScaleOf(s) is null).Select(LayerOf)];
        if (unreached.Length > 0)
            throw new CommandFailed(ExitCode.WrongInput, new CannotCalibrate(place, unreached));
        return
        [
            .. weights.Paths.Select(p => KeyValuePair.Create(p, weights[p])),
            .. scales.Select(s => KeyValuePair.Create(s, Tensor.Scalar(calibration.ScaleOf(s)!.Value))),
        ];
    }

    private static string LayerOf(string scale) => scale[..^(CalibratedRanges.ScaleName.Length + 1)];

    private static void RunSample(Interpreter interpreter, Samples samples, int sample, Location place)
    {
        try
        {
            interpreter.Run([.. samples.Inputs.Select(i => ReferenceTensor.From(i.Row(sample))), .. interpreter.InitialState]);
        }
        catch (FaultException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FaultInModel(place, e.MessageFor(sample)));
        }
    }
}
