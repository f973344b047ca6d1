namespace DynCompile.Diagnostics;

/// <summary>The words for facts about files, weights, inputs and options.</summary>
internal static class DataProse
{
    public static Wording? Of(Diagnostic diagnostic) =>
        diagnostic switch
        {
            FileNotFound d => new Wording($"{d.What} `{d.Location.Source.Path}` does not exist")
            {
                Hint = "check the path; it is taken from the current folder.",
            },
            FileNotReadable d => new Wording($"{d.What} `{d.Location.Source.Path}` cannot be read: {d.Reason}"),
            WeightsDoNotFit d => new Wording(
                $"`{d.Location.Source.Path}` does not fit the model: {Prose.Count(d.Problems.Length, "weight")}\n  {string.Join("\n  ", d.Problems)}"
            )
            {
                Why = "weights are found by their layers' paths, with exactly the types that the model implies.",
                Hint = "`dyncc inspect MODEL.dnn` lists the weights that the model needs.",
            },
            UnusedWeights d => new Wording(
                $"`{d.Location.Source.Path}` has {Prose.Count(d.Names.Length, "tensor")} that the model does not use: {Some(d.Names)}"
            ),
            MissingInput d => new Wording($"`{d.Location.Source.Path}` has no tensor `{d.Name}`, the model's input {d.Type}")
            {
                Why = "inputs are found by the names in the model's head, first axis = sample.",
                Hint = d.Given.IsEmpty ? "the file has no tensors." : $"the file has {Some(d.Given)}.",
            },
            WrongInput d => new Wording($"the input `{d.Name}` is {d.Actual}, the model needs {d.Expected}")
            {
                Why = "the first axis counts the samples; the others are the model's.",
            },
            BadLabels d => new Wording($"`{d.Name}` cannot serve as labels: {d.Problem}"),
            DataSetMissing d => new Wording($"the data set {d.Name} is not here: {d.Problem}")
            {
                Why = $"data sets are no part of this program; {d.Origin}.",
                Hint =
                    $"put {Prose.AllOf([.. d.Files.Select(f => f + ".gz")])} into a folder `{d.Name}`, and let `{d.Variable}` name the folder "
                    + $"above it: `export {d.Variable}=~/data` for `~/data/{d.Name}`.",
            },
            FaultInModel d => new Wording(d.Message)
            {
                Why =
                    "every data-dependent index, integer division and `with` value is checked; the call fails as a whole and writes no result.",
            },
            FileNotWritable d => new Wording($"`{d.Location.Source.Path}` cannot be written: {d.Reason}"),
            NoOnnxRuntime d => new Wording($"ONNX Runtime cannot be used: {d.Problem}")
            {
                Why = "it is a native library, which dyncc does not carry along.",
                Hint =
                    $"take version {d.Version} or later, from the NuGet package Microsoft.ML.OnnxRuntime or the Python package onnxruntime, and set {d.Variable} to the library's file.",
            },
            UnknownTarget d => new Wording($"there is no target `{d.Name}`")
            {
                Hint = UnknownNames.DidYouMean(d.Name, d.Known) ?? $"this version runs on {Prose.AnyOf(d.Known)}.",
            },
            BadSetting d => new Wording($"`--set {d.Text}`: {d.Problem}")
            {
                Why = "an elastic size takes only the values that the model lists.",
            },
            BadOption d => new Wording($"`{d.Option}`: {d.Problem}"),
            NoInputs d => new Wording($"no inputs are given, and there is no `{d.Beside}` beside the model")
            {
                Hint = "give them with `-i INPUTS.safetensors`, or try random ones with `--random 8`.",
            },
            UnknownPage d => new Wording($"there is no page for `{d.Asked}`")
            {
                Hint = d.Nearest.IsEmpty ? "ids look like DYN0012." : $"did you mean {Prose.AnyOf(d.Nearest)}?",
            },
            ClassTwice d => new Wording($"this model would become the class `{d.Class}`, which another model is")
            {
                Notes = [new PlaceNote(d.Other, "the other model")],
                Hint = "give one of them another name, or another `Namespace` in the project.",
            },
            CannotCalibrate { Layers.IsEmpty: true } => new Wording("there is nothing to calibrate: no layer of the model is quantized")
            {
                Hint = "`layer fc = linear(64, quantize: i8)` multiplies 8-bit integers.",
            },
            CannotCalibrate d => new Wording($"no sample reached {Prose.Count(d.Layers.Length, "quantized layer")}: {Some(d.Layers)}")
            {
                Why = "the range of a layer's inputs is the largest that the samples show.",
                Hint = "give samples that take every path: more of them, or of every kind.",
            },
            UnknownChoice d => new Wording($"there is no {d.Kind} `{d.Name}`")
            {
                Hint = UnknownNames.DidYouMean(d.Name, d.Known) ?? $"known: {Prose.AllOf(d.Known)}.",
            },
            WrongCommandLine d => new Wording(d.Problem) { Hint = $"`{d.Command} --help` has an example." },
            LimitReached d => new Wording(d.What),
            _ => null,
        };

    private static string Some(Text.EquatableArray<string> names) =>
        names.Length <= 5 ? Prose.AllOf([.. names]) : $"{Prose.AllOf([.. names.Take(5)])} and {names.Length - 5} more";
}
