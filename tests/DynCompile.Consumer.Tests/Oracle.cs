using DynCompile.Tensors;

namespace DynCompile.Consumer.Tests;

/// <summary>A reference network's weights, samples and PyTorch's answers.</summary>
internal sealed class Oracle(string network)
{
    private readonly string _folder = Path.Combine(FindRoot(), "tests", "oracles", network);

    public string Weights => Path.Combine(_folder, "weights.safetensors");

    public NamedTensors Inputs => TensorFile.Read(Path.Combine(_folder, "inputs.safetensors"));

    public NamedTensors Expected(string name = "expected") => TensorFile.Read(Path.Combine(_folder, $"{name}.safetensors"));

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4 + 1e-4 * Math.Abs(expected[i]), $"{i}: {actual[i]}, not {expected[i]}");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside of the repository");
    }
}
