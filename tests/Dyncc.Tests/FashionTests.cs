using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>The example on real images: the 10,000 test images of Fashion-MNIST and PyTorch's answers to them.</summary>
/// <remarks>The images are no part of the repository: without <c>DYNCC_DATA</c> these tests are skipped.</remarks>
public class FashionTests
{
    private const int All = 10_000;

    private static string File(string extension) => Path.Combine(Repository.Root, "examples", $"fashion_exits{extension}");

    /// <summary>Right answers of PyTorch's logits, 90.06 %.</summary>
    private const int Right = 9006;

    private static NamedTensors Expected(int samples)
    {
        NamedTensors all = TensorFile.Read(File(".expected.safetensors"));
        return new NamedTensors(all.Select(t => KeyValuePair.Create(t.Key, ModelRun.First(t.Value, samples))));
    }

    private static ModelRun Run(int samples)
    {
        string? root = Environment.GetEnvironmentVariable(DataSet.RootVariable);
        bool isHere = !string.IsNullOrEmpty(root) && Directory.Exists(Path.Combine(root, "fashion-mnist"));
        Assert.SkipUnless(isHere, $"{DataSet.RootVariable} names no folder with fashion-mnist");
        return ModelRun.OnDataSet(File(".dnn"), File(".safetensors"), "fashion-mnist", root!, samples);
    }

    private static void Agrees(string target, int samples) =>
        Assert.Empty(Comparison.Differences(Run(samples).On(target), Expected(samples), atol: 1e-3, rtol: 0));

    [Fact]
    public void All_10000_exits_and_answers_of_the_cpu_target_are_as_expected() => Agrees("cpu", All);

    [Fact]
    public void The_first_200_exits_and_answers_of_the_interpreter_are_as_expected() => Agrees("interpreter", 200);

    /// <summary>Half a minute: run with <c>--explicit on</c>.</summary>
    [Fact(Explicit = true)]
    public void All_10000_exits_and_answers_of_the_interpreter_are_as_expected() => Agrees("interpreter", All);

    [Fact]
    public void As_many_answers_are_right_as_of_the_expected_ones()
    {
        ModelRun run = Run(All);
        RunResult expected = new([.. Expected(All)], TimeSpan.Zero, 0);

        Assert.Equal(Right, RightOf(run.On("cpu")));
        Assert.Equal(Right, RightOf(expected));

        int RightOf(RunResult result) => RunReport.Predictions(result)!.Zip(run.Labels!.ToLongs()).Count(p => p.First == p.Second);
    }

    [Fact]
    public void Every_batch_size_gives_the_bytes_of_single_samples()
    {
        ModelRun run = Run(All);
        byte[] single = run.Bytes("cpu", batch: 1);

        Assert.Equal(single, run.Bytes("cpu", batch: 7));
        Assert.Equal(single, run.Bytes("cpu", batch: 64));
    }

    [Fact]
    public void Early_exits_spend_two_fifths_of_the_full_network()
    {
        long each = Run(All).On("cpu").MultiplyAdds / All;

        Assert.Equal(430_630, each);
        Assert.InRange(each / 1_073_392.0, 0.40, 0.41);
    }
}
