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
    public static Samples Read(string path, Function main, string? labels = null) =>
        From(DataFile.Read(path, "the inputs"), Location.OfFile(path), main, labels);

    /// <summary>Takes a model's inputs out of named tensors; ends the command when one is missing or of the wrong shape.</summary>
    public static Samples From(NamedTensors file, Location place, Function main, string? labels = null)
    {
        string path = place.Source.Path;
        var inputs = new List<Tensor>();
        int? count = null;
        foreach (Definition input in main.Inputs)
        {
            string name = input.Name ?? "x";
            int[] shape = input.Type.LargestExtents;
            if (!file.ContainsKey(name))
                throw new CommandFailed(ExitCode.WrongInput, new MissingInput(place, name, input.Type.ToString(), [.. file.Keys]));
            Tensor tensor = DataFile.Tensor(file, name, path);
            string expected = Shapes.Text(input.Type.Element, [count ?? -1, .. shape]).Replace("-1", "N");
            bool fits =
                tensor.Type == input.Type.Element
                && tensor.Rank == shape.Length + 1
                && tensor.Shape.AsSpan()[1..].SequenceEqual(shape)
                && (count is null || tensor.Shape[0] == count);
            if (!fits)
                throw new CommandFailed(ExitCode.WrongInput, new WrongInput(place, name, expected, tensor.ToString()));
            count = tensor.Shape[0];
            inputs.Add(tensor);
        }
        foreach (string other in file.Keys.Where(k => k != labels && main.Inputs.All(i => i.Name != k)))
            Terminal.Note($"`{other}` in {path} is no input of the model");
        return new Samples(inputs, count ?? 0, file);
    }

    /// <summary>Makes seeded random inputs.</summary>
    public static Samples Random(Function main, int count, int seed) =>
        new(
            [.. main.Inputs.Select(i => RandomInputs.Make(i.Name ?? "x", i.Type.Element, [count, .. i.Type.LargestExtents], null, seed))],
            count,
            null
        );
}
