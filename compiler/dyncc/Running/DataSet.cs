using DynCompile.CommandLine.Commands;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>A data set that <c>--data</c> knows: the test images, grey bytes, and their labels, as IDX files in a folder of its name.</summary>
/// <param name="Name">What the command and the folder say.</param>
/// <param name="Origin">Where a person finds it.</param>
internal sealed record DataSet(string Name, string Origin)
{
    /// <summary>The environment variable with the folder of all data sets.</summary>
    public const string RootVariable = "DYNCC_DATA";

    private const string ImagesFile = "t10k-images-idx3-ubyte";
    private const string LabelsFile = "t10k-labels-idx1-ubyte";

    private static readonly DataSet[] Known =
    [
        new("fashion-mnist", "it is the project zalandoresearch/fashion-mnist on GitHub, which says where its files are to be had"),
        new("mnist", "it is the MNIST database of handwritten digits by LeCun, Cortes and Burges"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(d => d.Name)];

    public static DataSet Named(string name) =>
        Known.FirstOrDefault(d => d.Name == name) ?? throw CommonOptions.Unknown("--data", "data set", name, Names);

    /// <summary>The test samples as a model's only input; ends the command when the files are missing or wrong.</summary>
    /// <param name="graph">What takes them: <c>u8</c> as stored, or <c>f32</c>, which gets them divided by 255.</param>
    /// <param name="root">The folder of all data sets, the value of <see cref="RootVariable"/>.</param>
    public Samples Read(ModelGraph graph, string? root)
    {
        if (string.IsNullOrEmpty(root))
            throw Missing($"${RootVariable}", $"`{RootVariable}` is not set");
        string folder = Path.Combine(root, Name);
        if (!Directory.Exists(folder))
            throw Missing(folder, $"there is no folder `{folder}`");
        Tensor images = ReadFile(folder, ImagesFile, rank: 3);
        Tensor labels = ReadFile(folder, LabelsFile, rank: 1);
        if (labels.Shape[0] != images.Shape[0])
        {
            string reason = $"it has {labels.Shape[0]} labels for {images.Shape[0]} images";
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(Location.OfFile(folder), "the data set", reason));
        }
        return Fit(images, folder, graph) with { Labels = labels };
    }

    private Tensor ReadFile(string folder, string name, int rank)
    {
        string packed = Path.Combine(folder, $"{name}.gz");
        string plain = Path.Combine(folder, name);
        string path = File.Exists(packed) ? packed : plain;
        if (!File.Exists(path))
            throw Missing(folder, $"`{folder}` has neither `{name}.gz` nor `{name}`");
        Tensor tensor = DataFile.Reading(path, "the data set's file", () => IdxFile.Read(path));
        if (tensor.Rank == rank)
            return tensor;
        string reason = $"it is {tensor}, which has {tensor.Rank} axes instead of {rank}";
        throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(Location.OfFile(path), "the data set's file", reason));
    }

    private static Samples Fit(Tensor images, string folder, ModelGraph graph)
    {
        string name = graph.Inputs.Length == 0 ? "image" : graph.Inputs[0].Name ?? "x";
        if (graph.Inputs.Length > 0)
            images = Fit(images, name, graph.Inputs[0].Type);
        return Samples.From(new NamedTensors([new(name, images)]), Location.OfFile(folder), graph);
    }

    // What does not fit stays as it is: the message then shows what the data set has.
    private static Tensor Fit(Tensor images, string name, TensorType input)
    {
        int[] image = [.. images.Shape.AsSpan()[1..]];
        int[][] possible = [image, [1, .. image], [image[0] * image[1]]];
        if (input.Element is not (ElementType.U8 or ElementType.F32) || !possible.Any(p => p.SequenceEqual(input.LargestExtents)))
            return images;
        images = images.Reshape([images.Shape[0], .. input.LargestExtents]);
        if (input.Element == ElementType.U8)
            return images;
        Terminal.Note($"`{name}` is f32: the images' bytes are divided by 255");
        return Tensor.FromArray(Array.ConvertAll(images.ToFloats(), v => v / 255), images.Shape);
    }

    private CommandFailed Missing(string place, string problem) =>
        new(ExitCode.WrongInput, new DataSetMissing(Location.OfFile(place), Name, problem, Origin, RootVariable, [ImagesFile, LabelsFile]));
}
