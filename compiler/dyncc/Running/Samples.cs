using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>The inputs of a run, by the model's names, with the tensors of the file that are none.</summary>
/// <param name="Labels">The right answers, where the inputs come with them.</param>
internal sealed record Samples(IReadOnlyList<Tensor> Inputs, int Count, NamedTensors? File, Tensor? Labels = null)
{
    /// <summary>Reads a file of inputs; ends the command when one is missing or of the wrong shape.</summary>
    public static Samples Read(string path, ModelGraph graph, string? labels = null) =>
        From(DataFile.Read(path, "the inputs"), Location.OfFile(path), graph, labels);

    /// <summary>Takes a model's inputs out of named tensors; ends the command when one is missing or of the wrong shape.</summary>
    public static Samples From(NamedTensors file, Location place, ModelGraph graph, string? labels = null)
    {
        string path = place.Source.Path;
        var inputs = new List<Tensor>();
        int? count = null;
        int declared = graph.Inputs.Length - graph.Bounds.Sizes.Length;
        for (int i = 0; i < declared; i++)
        {
            Definition input = graph.Inputs[i];
            string name = input.Name ?? "x";
            TensorType type = graph.Bounds.Inputs.IsEmpty ? input.Type : graph.Bounds.Inputs[i];
            if (!file.ContainsKey(name))
                throw new CommandFailed(ExitCode.WrongInput, new MissingInput(place, name, type.ToString(), [.. file.Keys]));
            Tensor tensor = DataFile.Tensor(file, name, path);
            if (!BoundedInputs.Fits(tensor, type, count))
                throw new CommandFailed(
                    ExitCode.WrongInput,
                    new WrongInput(place, name, BoundedInputs.Describe(type, count), tensor.ToString())
                );
            count = tensor.Shape[0];
            inputs.Add(tensor);
        }
        List<Tensor> sizes = [.. graph.Bounds.Sizes.Select(s => BoundedInputs.Sizes(s, graph, inputs, count ?? 0, file, path))];
        if (sizes.Count > 0)
            inputs = [.. inputs.Select((t, i) => BoundedInputs.FillUp(t, graph.Bounds.Inputs[i])), .. sizes];
        foreach (string other in file.Keys.Where(k => k != labels && graph.Inputs.All(i => i.Name != k)))
            Terminal.Note($"`{other}` in {path} is no input of the model");
        return new Samples(inputs, count ?? 0, file);
    }

    /// <summary>Makes seeded random inputs.</summary>
    public static Samples Random(ModelGraph graph, int count, int seed) =>
        new([.. graph.Inputs.Select(i => Random(graph, i, count, seed))], count, null);

    private static Tensor Random(ModelGraph graph, Definition input, int count, int seed)
    {
        string name = input.Name ?? "x";
        if (graph.Bounds.Sizes.FirstOrDefault(s => s.Name == name) is not { } size)
            return RandomInputs.Make(name, input.Type.Element, [count, .. input.Type.LargestExtents], null, seed);
        long[] below = RandomInputs.Make(name, ElementType.I32, [count], (int)size.Largest, seed).ToLongs();
        return Tensor.FromArray(Array.ConvertAll(below, v => (int)v + 1), [count]);
    }
}
