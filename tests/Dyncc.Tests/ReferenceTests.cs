using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>The reference networks give PyTorch's answers on every target: floats to 1e-4, integers exactly.</summary>
public class ReferenceTests
{
    /// <summary>All of examples/reference but the one with elastic sizes and the one whose samples are a stream.</summary>
    public static TheoryData<string> Networks =>
        [
            "act_rnn",
            "bottleneck_split",
            "branchy_lenet",
            "channel_gate",
            "delta_conv",
            "dkvb",
            "expert_custom",
            "hypernet",
            "jei_transformer",
            "moe_top2",
            "neural_ode",
            "nm_mlp",
            "seq2seq_lstm",
            "skipnet",
        ];

    public static TheoryData<int, int> SortedSettings
    {
        get
        {
            var settings = new TheoryData<int, int>();
            foreach (int width in new[] { 16, 32, 48, 64 })
            foreach (int depth in new[] { 1, 2, 3 })
                settings.Add(width, depth);
            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_interpreter_agrees_with_PyTorch(string network) => Agrees(network, "interpreter");

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_cpu_target_agrees_with_PyTorch(string network) => Agrees(network, "cpu");

    [Theory]
    [MemberData(nameof(SortedSettings))]
    public void Sorted_sub_networks_agree_with_PyTorch_at_every_size(int width, int depth)
    {
        ModelRun run = Run("sorted_mlp");
        NamedTensors expected = TensorFile.Read(Repository.Oracle("sorted_mlp", $"expected_width{width}_depth{depth}.safetensors"));
        foreach (string target in Target.Names)
            Assert.Empty(Comparison.Differences(run.On(target, 64, ("width", width), ("depth", depth)), expected, 1e-4, 1e-4));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    [InlineData("sorted_mlp")]
    [InlineData("stream_gate")]
    public void Batches_give_the_bytes_of_single_samples(string network)
    {
        ModelRun run = Run(network);
        byte[] single = run.Bytes("cpu", batch: 1);
        Assert.Equal(single, run.Bytes("cpu", batch: 7));
        Assert.Equal(single, run.Bytes("cpu", batch: 64));
    }

    [Theory]
    [InlineData("interpreter", 1)]
    [InlineData("cpu", 1)]
    [InlineData("cpu", 7)]
    [InlineData("cpu", 64)]
    public void A_stream_agrees_with_PyTorch_whatever_the_batch(string target, int batch)
    {
        NamedTensors expected = TensorFile.Read(Repository.Oracle("stream_gate", "expected.safetensors"));
        Assert.Empty(Comparison.Differences(Run("stream_gate").Streamed(target, batch), expected, 1e-4, 1e-4));
    }

    private static void Agrees(string network, string target)
    {
        NamedTensors expected = TensorFile.Read(Repository.Oracle(network, "expected.safetensors"));
        Assert.Empty(Comparison.Differences(Run(network).On(target), expected, 1e-4, 1e-4));
    }

    internal static ModelRun Run(string network) =>
        ModelRun.Of(
            Repository.Model(network),
            Repository.Oracle(network, "weights.safetensors"),
            Repository.Oracle(network, "inputs.safetensors")
        );
}
