using DynCompile.CommandLine.Tests.Operators;
using DynCompile.Diagnostics;
using DynCompile.Onnx;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Onnx;

/// <summary>Regions run by ONNX Runtime, with the host program of the manifest between them, give the answers of the interpreter.</summary>
public class OnnxTests
{
    // ONNX leaves open what NaN does here; ONNX Runtime drops it, or lets it reach elements that it is not under.
    private static readonly string[] OpenForNaN = ["adaptive_avg_pool2d", "max_pool1d", "max_pool2d", "sort", "topk"];

    public static TheoryData<string> Networks => ReferenceTests.Networks;
    public static TheoryData<int, int> SortedSettings => ReferenceTests.SortedSettings;
    public static TheoryData<string> Programs => [.. ProgramTests.Programs.Select(p => p.Data).Where(p => p != "nan_in_selections")];
    public static TheoryData<string> Operators => [.. OperatorCase.Operators];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Reference_networks_agree_with_PyTorch(string network)
    {
        NamedTensors expected = TensorFile.Read(Repository.Oracle(network, "expected.safetensors"));
        Assert.Empty(Comparison.Differences(ReferenceTests.Run(network).On(new OnnxTarget()), expected, 1e-4, 1e-4));
    }

    [Theory]
    [MemberData(nameof(SortedSettings))]
    public void Sorted_sub_networks_agree_with_PyTorch_at_every_size(int width, int depth)
    {
        NamedTensors expected = TensorFile.Read(Repository.Oracle("sorted_mlp", $"expected_width{width}_depth{depth}.safetensors"));
        RunResult result = ReferenceTests.Run("sorted_mlp").On(new OnnxTarget(), 1, ("width", width), ("depth", depth));
        Assert.Empty(Comparison.Differences(result, expected, 1e-4, 1e-4));
    }

    [Fact]
    public void A_stream_agrees_with_PyTorch()
    {
        NamedTensors expected = TensorFile.Read(Repository.Oracle("stream_gate", "expected.safetensors"));
        Assert.Empty(Comparison.Differences(ReferenceTests.Run("stream_gate").Streamed(new OnnxTarget()), expected, 1e-4, 1e-4));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Programs_that_nest_the_languages_features_agree_with_the_interpreter(string program)
    {
        ModelRun run = ModelRun.WithRandomData(Path.Combine(Repository.Root, "tests", "programs", $"{program}.dnn"), samples: 5, seed: 1);
        ProgramTests.Agree(run.On("interpreter"), run.On(new OnnxTarget()));
        ProgramTests.Agree(run.Streamed("interpreter"), run.Streamed(new OnnxTarget()));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operators_give_the_expected_numbers(string name)
    {
        var problems = new List<string>();
        foreach (OperatorCase of in OperatorCase.Read(name).Where(c => c.Error is null))
        {
            var diagnostics = new DiagnosticBag();
            OperatorModel model = OperatorModel.Compile(of, "Case", diagnostics)!;
            using OnnxHost host = OnnxTarget.Load(model.Compilation, model.Weights);
            foreach ((Tensor[] inputs, Tensor[] expected) in model.Inputs.Zip(model.Expected))
            {
                if (OpenForNaN.Contains(name) && Array.Exists(inputs, HasNaN))
                    continue;
                Tensor[] actual = host.Run(inputs);
                for (int r = 0; r < expected.Length; r++)
                {
                    if (NumberText.Difference(expected[r], actual[r]) is { } difference)
                        problems.Add($"{of.Model}\n    result {r}: {difference}");
                }
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} problems\n{string.Join("\n", problems)}");
    }

    private static bool HasNaN(Tensor tensor) => tensor.Type.IsFloat() && Array.Exists(tensor.ToFloats(), float.IsNaN);
}
