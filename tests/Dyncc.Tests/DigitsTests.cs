using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>The README's example: 400 printed digits, two exits, a 2:8 sparse layer.</summary>
public class DigitsTests
{
    private static string File(string name) => Path.Combine(Repository.Root, "examples", "digits", name);

    [Theory]
    [InlineData("cpu")]
    [InlineData("interpreter")]
    public void All_400_exits_and_answers_are_as_expected(string target)
    {
        RunResult result = ModelRun.Of(File("digits.dnn"), File("digits.safetensors"), File("digits.inputs.safetensors")).On(target);
        NamedTensors expected = TensorFile.Read(File("digits.expected.safetensors"));

        Assert.Empty(Comparison.Differences(result, expected, atol: 1e-3, rtol: 0));
        Assert.Equal(400, result["exit"]!.ElementCount);
    }

    [Fact]
    public void Early_exits_spend_less_than_the_full_network()
    {
        RunResult result = ModelRun.Of(File("digits.dnn"), File("digits.safetensors"), File("digits.inputs.safetensors")).On("cpu");

        Assert.InRange(result.MultiplyAdds, 1, 400L * 419_296 - 1);
    }

    [Fact]
    public void Both_targets_count_the_same_multiply_adds()
    {
        ModelRun run = ModelRun.Of(File("digits.dnn"), File("digits.safetensors"), File("digits.inputs.safetensors"));

        Assert.Equal(run.On("interpreter").MultiplyAdds, run.On("cpu").MultiplyAdds);
    }
}
