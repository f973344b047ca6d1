using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>Rule 28 of the language: <c>quantize: i8</c>, explicit nodes in the graph, integers exact on every target.</summary>
public class QuantizeTests
{
    private const string Row = """
        model M(x: f32[4]) -> (y: f32[2]) {
            layer fc = linear(2, quantize: i8)
            return fc(x)
        }
        """;

    public static TheoryData<string> Targets => [.. Target.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_output_row_of_a_weight_has_a_scale_and_activations_have_one_for_the_tensor(string target)
    {
        float[] x = [1.27f, -0.5f, 0.333f, 0];
        float[] weight = [0.1f, -12.7f, 3, 0, 0.5f, 0.25f, -0.125f, 0.06f];
        RunResult result = ModelRun
            .OfText(Row, [("fc.weight", weight, [2, 4]), ("fc.bias", [10, -10], [2])], Tensor.FromArray(x, [1, 4]))
            .On(target);

        Assert.Equal(
            [.. Enumerable.Range(0, 2).Select(o => Quantized(x, weight[(4 * o)..(4 * o + 4)]) + (o == 0 ? 10 : -10))],
            result["y"]!.ToFloats()
        );
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Zeros_stay_zeros(string target)
    {
        RunResult result = ModelRun
            .OfText(Row, [("fc.weight", new float[8], [2, 4]), ("fc.bias", [1, 2], [2])], Tensor.Zeros(ElementType.F32, [1, 4]))
            .On(target);

        Assert.Equal([1f, 2f], result["y"]!.ToFloats());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_convolution_gives_what_its_written_out_sums_give(string target)
    {
        const string text = """
            model M(x: f32[1, 2, 3]) -> (y: f32[1, 2, 2]) {
                layer conv = conv2d(1, kernel: [1, 2], bias: false, quantize: i8)
                return conv(x)
            }
            """;
        float[] x = [1, 2, -3, 0.5f, 0.75f, 3];
        float[] weight = [0.4f, -1];
        RunResult result = ModelRun.OfText(text, [("conv.weight", weight, [1, 1, 1, 2])], Tensor.FromArray(x, [1, 1, 2, 3])).On(target);

        float[] expected = [.. new[] { 0, 1, 3, 4 }.Select(at => Quantized(x, weight, at))];
        Assert.Equal(expected, result["y"]!.ToFloats());
    }

    [Fact]
    public void The_graph_has_explicit_nodes()
    {
        string graph = GraphPrinter.Print(ModelRun.CompileText(Row).Graph);

        Assert.Contains("linear_i8", graph, StringComparison.Ordinal);
        Assert.Contains("i8[2, 4]", graph, StringComparison.Ordinal);
    }

    /// <summary>The definition: both sides as integers of their own scale, x at an offset.</summary>
    private static float Quantized(float[] x, float[] weight, int from = 0)
    {
        float xScale = x.Max(MathF.Abs) / 127;
        float scale = weight.Max(MathF.Abs) / 127;
        int sum = weight.Select((w, i) => (int)MathF.Round(w / scale) * (int)MathF.Round(x[from + i] / xScale)).Sum();
        return sum * (scale * xScale);
    }
}
