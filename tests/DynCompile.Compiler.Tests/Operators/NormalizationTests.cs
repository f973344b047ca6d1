using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class NormalizationTests
{
    [Fact]
    public void Softmax_along_either_axis()
    {
        ReferenceTensor x = F([2, 2], 0, Math.Log(3), 5, 5);
        Near([0.25, 0.75, 0.5, 0.5], Reals(new Softmax(), x));
        double first = 1 / (1 + Math.Exp(5));
        double second = 3 / (3 + Math.Exp(5));
        Near([first, second, 1 - first, 1 - second], Reals(new Softmax(0), x));
    }

    [Fact]
    public void Softmax_of_large_and_infinite_numbers()
    {
        Near([0.5, 0.5], Reals(new Softmax(), F(1e30, 1e30)));
        Near([0, 1], Reals(new Softmax(), F(-Infinity, 3)));
        Near([NaN, NaN], Reals(new Softmax(), F(NaN, 3)));
        Near([1], Reals(new Softmax(), F(7)));
        Assert.Empty(Reals(new Softmax(), F([0])));
        Assert.Equal(new TypeProblem.Axis("axis", -1, 0), Problem(new Softmax(), TensorType.F32()));
        Assert.Equal(new TypeProblem.Element(0, "f32"), Problem(new Softmax(), TensorType.I32(2)));
    }

    [Fact]
    public void Log_softmax_is_the_logarithm_of_softmax()
    {
        ReferenceTensor x = Random(1, 3, 5);
        Near([.. Reals(new Softmax(0), x).Select(v => Math.Log(v))], Reals(new LogSoftmax(0), x));
        Near([-1000, 0], Reals(new LogSoftmax(), F(0, 1000)));
    }

    [Fact]
    public void Logsumexp_reduces_like_sum()
    {
        Near([Math.Log(6)], Reals(new LogSumExp(), F([2, 2], 0, Math.Log(2), 0, Math.Log(2))));
        ReferenceTensor rows = Apply(new LogSumExp([1], Keep: true), F([2, 2], 1000, 1000, -1000, -1000));
        Assert.Equal([2, 1], rows.Shape);
        Near([1000 + Math.Log(2), -1000 + Math.Log(2)], rows);
        Near([Infinity], Reals(new LogSumExp(), F(Infinity, 1)));
        Near([-Infinity], Reals(new LogSumExp(), F(-Infinity, -Infinity)));
    }

    [Fact]
    public void Batch_norm_uses_the_stored_statistics_of_each_channel()
    {
        ReferenceTensor x = F([2, 2], 1, 3, 10, 30);
        ReferenceTensor y = Apply(new BatchNorm(0), x, F(2, 1), F(0.5, -1), F(2, 10), F(4, 100));
        Near([-0.5, 1.5, -1, 1], y);
        Near([1 / Math.Sqrt(1e-5)], Reals(new BatchNorm(), F([1, 1], 1), F(1), F(0), F(0), F(0)), 1e-4);
        Assert.Equal(
            new TypeProblem.Extent(3, 0, 2, "the channels"),
            Problem(new BatchNorm(), [TensorType.F32(2, 4), .. Vectors(2, 2, 3, 2)])
        );
    }

    [Fact]
    public void Layer_norm_of_each_row()
    {
        ReferenceTensor x = F([2, 4], 1, 2, 3, 4, 10, 10, 10, 10);
        double[] standard = [.. new[] { -1.5, -0.5, 0.5, 1.5 }.Select(d => d / Math.Sqrt(1.25 + 1e-5))];
        Near([.. standard, 0, 0, 0, 0], Reals(new LayerNorm(), x));
        Near([.. standard.Select(s => 2 * s + 1), 1, 1, 1, 1], Reals(new LayerNorm(), x, F(2, 2, 2, 2), F(1, 1, 1, 1)));
        Assert.Equal(new TypeProblem.Extent(1, 0, 4, "the last axis"), Problem(new LayerNorm(), TensorType.F32(2, 4), TensorType.F32(2)));
        Assert.Equal(new TypeProblem.Rank(0, "at least 1"), Problem(new LayerNorm(), TensorType.F32()));
    }

    [Fact]
    public void Group_norm_of_one_group_each_is_a_layer_norm_of_the_group()
    {
        ReferenceTensor x = Random(1, 4, 3, 2);
        double[] expected = Reals(new LayerNorm(), x.Reshape([2, 12]));
        Near(expected, Reals(new GroupNorm(2), x));
        double[] scaled = [.. expected.Select((v, i) => v * (i / 6 + 1) - i / 6)];
        Near(scaled, Reals(new GroupNorm(2), x, F(1, 2, 3, 4), F(0, -1, -2, -3)));
        Assert.Equal(new TypeProblem.Indivisible("the channels", 4, 3), Problem(new GroupNorm(3), TensorType.F32(4, 2)));
    }

    [Fact]
    public void Rms_norm_divides_by_the_root_of_the_mean_square()
    {
        double root = Math.Sqrt(12.5);
        Near([3 / root, 4 / root], Reals(new RmsNorm(), F(3, 4)));
        Near([6 / root, 0], Reals(new RmsNorm(), F(3, 4), F(2, 0)));
        Near([0, 0], Reals(new RmsNorm(), F(0, 0)));
    }

    [Fact]
    public void Elastic_widths_normalise()
    {
        var width = Size.Of(new SizeSymbol("width", [8, 16]));
        TensorType x = TensorType.F32(3, width);
        Assert.Equal(x, Type(new LayerNorm(), x, TensorType.F32(width), TensorType.F32(width)));
        Assert.Equal(TensorType.F32(width, 5), Type(new GroupNorm(4), TensorType.F32(width, 5)));
    }

    private static TensorType[] Vectors(params int[] lengths) => [.. lengths.Select(n => TensorType.F32(n))];
}
