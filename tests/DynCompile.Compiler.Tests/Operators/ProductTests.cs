using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class ProductTests
{
    [Fact]
    public void Matmul_of_matrices_and_vectors()
    {
        ReferenceTensor a = F([2, 3], 1, 2, 3, 4, 5, 6);
        ReferenceTensor b = F([3, 2], 1, 0, 0, 1, 1, 1);
        Assert.Equal([4, 5, 10, 11], Reals(new Matmul(), a, b));
        Assert.Equal([14, 32], Reals(new Matmul(), a, F(1, 2, 3)));
        Assert.Equal([4, 5], Reals(new Matmul(), F(1, 2, 3), b));
        Assert.Equal([14], Reals(new Matmul(), F(1, 2, 3), F(1, 2, 3)));
        Assert.Empty(Apply(new Matmul(), F(1, 2, 3), F(1, 2, 3)).Shape);
    }

    [Fact]
    public void Matmul_broadcasts_leading_axes()
    {
        ReferenceTensor a = Random(1, 2, 1, 3, 4);
        ReferenceTensor b = Random(2, 5, 4, 2);
        ReferenceTensor y = Apply(new Matmul(), a, b);
        Assert.Equal([2, 5, 3, 2], y.Shape);
        double expected = Enumerable.Range(0, 4).Sum(k => a.Reals[(1 * 3 + 2) * 4 + k] * b.Reals[(3 * 4 + k) * 2 + 1]);
        Assert.Equal(expected, y.Reals[((1 * 5 + 3) * 3 + 2) * 2 + 1], 1e-5);
        Assert.Equal([2, 5, 3], Apply(new Matmul(), Random(1, 2, 5, 3, 4), Random(3, 4)).Shape);
        Assert.Equal([5, 2], Apply(new Matmul(), Random(3, 4), b).Shape);
        Assert.Equal([0, 0], Reals(new Matmul(), F([2, 0]), F([0])));
    }

    [Fact]
    public void Matmul_refuses_what_does_not_fit()
    {
        Assert.Equal(
            4,
            Assert.IsType<TypeProblem.Extent>(Problem(new Matmul(), TensorType.F32(3, 4), TensorType.F32(3, 5))).Expected.Value
        );
        Assert.Equal(new TypeProblem.Broadcast(0, 1, 3), Problem(new Matmul(), TensorType.F32(2, 3, 4), TensorType.F32(3, 4, 5)));
        Assert.Equal(new TypeProblem.Rank(1, "at least 1"), Problem(new Matmul(), TensorType.F32(3), TensorType.F32()));
        Assert.Equal(new TypeProblem.Element(1, "f32"), Problem(new Matmul(), TensorType.F32(3), TensorType.I32(3)));
    }

    [Fact]
    public void Linear_multiplies_the_last_axis()
    {
        ReferenceTensor weight = F([2, 3], 1, 0, -1, 2, 2, 2);
        Assert.Equal([8, 32], Reals(new Linear(), F(1, 5, 3), weight, F(10, 14)));
        Assert.Equal([4, 1, 2], Apply(new Linear(), Random(1, 4, 1, 3), weight).Shape);
        Assert.Equal([0, 2], Apply(new Linear(), F([0, 3]), weight).Shape);
        Assert.Equal(24, new Linear().MultiplyAdds([TensorType.F32(4, 3), TensorType.F32(2, 3)], [TensorType.F32(4, 2)]).Value);
        Assert.Equal(new TypeProblem.Rank(2, "1"), Problem(new Linear(), TensorType.F32(3), TensorType.F32(2, 3), TensorType.F32()));
    }

    [Fact]
    public void Sparse_linear_keeps_the_largest_of_every_block()
    {
        ReferenceTensor weight = F([1, 8], 1, -4, 3, 2, 5, 5, 5, 0);
        var sparse = new Linear(new Sparsity(2, 4));
        Assert.Equal([-1 + 10], Reals(sparse, F(1, 1, 1, 1, 1, 1, 1, 1), weight));
        Assert.Equal(4, sparse.MultiplyAdds([TensorType.F32(8), TensorType.F32(1, 8)], [TensorType.F32(1)]).Value);
        Assert.Equal(new TypeProblem.Indivisible("the inputs", 6, 4), Problem(sparse, TensorType.F32(6), TensorType.F32(2, 6)));
    }

    [Fact]
    public void Outputs_that_share_a_pattern_stay_together_at_every_elastic_size()
    {
        var width = Size.Of(new SizeSymbol("width", [2, 3]));
        var sparse = new Linear(new Sparsity(1, 2, 2));

        Assert.Equal(new TypeProblem.Indivisible("the outputs", width, 2), Problem(sparse, TensorType.F32(4), TensorType.F32(width, 4)));
        Assert.Equal(
            TensorType.F32(2 * width),
            new Linear(new Sparsity(1, 2, 2)).Infer([TensorType.F32(4), TensorType.F32(2 * width, 4)]).Types[0]
        );
        Assert.Equal(TensorType.F32(3), sparse.Infer([TensorType.F32(4), TensorType.F32(3, 4)]).Types[0]);
    }

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 2, 2, 4)]
    [InlineData(3, 0, 2, 1)]
    public void Conv2d_follows_its_definition(int stride, int padding, int dilation, int groups)
    {
        ReferenceTensor x = Random(1, 4, 7, 6);
        ReferenceTensor weight = Random(2, 8, 4 / groups, 3, 2);
        ReferenceTensor bias = Random(3, 8);
        ReferenceTensor y = Apply(new Conv2d(stride, padding, dilation, groups), x, weight, bias);
        Assert.Equal([8, (7 + 2 * padding - 2 * dilation - 1) / stride + 1, (6 + 2 * padding - dilation - 1) / stride + 1], y.Shape);
        // Every product of an input element with a kernel element lands in at most one place: the sum from the inputs' side.
        var expected = new double[y.Count];
        for (int i = 0; i < y.Count; i++)
            expected[i] = bias.Reals[i / (y.Shape[1] * y.Shape[2])];
        for (int o = 0; o < 8; o++)
        for (int c = 0; c < 4 / groups; c++)
        for (int h = 0; h < 7; h++)
        for (int w = 0; w < 6; w++)
        for (int kh = 0; kh < 3; kh++)
        for (int kw = 0; kw < 2; kw++)
        {
            (int top, int left) = (h + padding - kh * dilation, w + padding - kw * dilation);
            if (top < 0 || left < 0 || top % stride != 0 || left % stride != 0 || top / stride >= y.Shape[1] || left / stride >= y.Shape[2])
                continue;
            int channel = o / (8 / groups) * (4 / groups) + c;
            expected[(o * y.Shape[1] + top / stride) * y.Shape[2] + left / stride] +=
                x.Reals[(channel * 7 + h) * 6 + w] * weight.Reals[((o * (4 / groups) + c) * 3 + kh) * 2 + kw];
        }
        Near(expected, y);
    }

    [Fact]
    public void Conv2d_takes_pairs()
    {
        var conv = new Conv2d(new Pair(2, 1), new Pair(0, 1), 1);
        Assert.Equal([1, 3, 5], Apply(conv, Random(1, 1, 6, 5), Random(2, 1, 1, 2, 3)).Shape);
    }

    [Fact]
    public void Sparse_convolutions_prune_along_input_channels_at_each_position()
    {
        // Positions are the last axis: position 0 holds 1 2 3 4, position 1 holds 4 3 2 1.
        ReferenceTensor weight = F([1, 4, 1, 2], 1, 4, 2, 3, 3, 2, 4, 1);
        ReferenceTensor ones = F([4, 1, 2], 1, 1, 1, 1, 1, 1, 1, 1);
        Assert.Equal([3 + 4 + 4 + 3], Reals(new Conv2d(1, 0, 1, 1, new Sparsity(2, 4)), ones, weight));
        Assert.IsType<TypeProblem.Indivisible>(
            Problem(new Conv2d(1, 0, 1, 2, new Sparsity(2, 4)), TensorType.F32(4, 1, 2), TensorType.F32(2, 2, 1, 2))
        );
    }

    [Fact]
    public void Conv2d_counts_its_multiply_adds()
    {
        TensorType weight = TensorType.F32(8, 2, 3, 3);
        Size dense = new Conv2d(1, 1, 1, 2).MultiplyAdds([TensorType.F32(4, 5, 6), weight], [TensorType.F32(8, 5, 6)]);
        Assert.Equal(8 * 5 * 6 * 2 * 9, dense.Value);
    }

    [Fact]
    public void Convolutions_refuse_what_does_not_fit()
    {
        TensorType weight = TensorType.F32(8, 4, 3, 3);
        Assert.Equal(new TypeProblem.Rank(0, "3"), Problem(new Conv2d(), TensorType.F32(1, 4, 7, 7), weight));
        Assert.Equal(
            new TypeProblem.Extent(0, 0, 4, "the input channels of the weight"),
            Problem(new Conv2d(), TensorType.F32(3, 7, 7), weight)
        );
        Assert.Equal(new TypeProblem.Outside("the window", 3, 2), Problem(new Conv2d(), TensorType.F32(4, 2, 7), weight));
        Assert.Equal(
            new TypeProblem.Indivisible("the input channels", 4, 3),
            Problem(new Conv2d(1, 0, 1, 3), TensorType.F32(4, 7, 7), weight)
        );
        Assert.Equal(
            new TypeProblem.Extent(2, 0, 8, "the output channels of the weight"),
            Problem(new Conv2d(), TensorType.F32(4, 7, 7), weight, TensorType.F32(7))
        );
        Assert.Equal(new TypeProblem.Attribute("stride", 0, "at least 1"), Problem(new Conv2d(0, 0, 1), TensorType.F32(4, 7, 7), weight));
        Assert.Equal(new TypeProblem.Rank(0, "2"), Problem(new Conv1d(), TensorType.F32(4, 7, 7), TensorType.F32(8, 4, 3)));
    }

    [Fact]
    public void Elastic_channels_go_through_a_convolution()
    {
        var width = Size.Of(new SizeSymbol("width", [8, 16]));
        TensorType y = Type(
            new Conv2d(1, 1, 1),
            TensorType.F32(width, 7, 7),
            TensorType.F32(2 * width, width, 3, 3),
            TensorType.F32(2 * width)
        );
        Assert.Equal(TensorType.F32(2 * width, 7, 7), y);
        var odd = Size.Of(new SizeSymbol("odd", [6, 9]));
        TensorType grouped = TensorType.F32(12, Size.DivideExactly(odd, 3)!, 1, 1);
        Assert.Equal(TensorType.F32(12, 7, 7), Type(new Conv2d(1, 0, 1, 3), TensorType.F32(odd, 7, 7), grouped));
        Assert.IsType<TypeProblem.Indivisible>(Problem(new Conv2d(1, 0, 1, 2), TensorType.F32(odd, 7, 7), grouped));
    }

    [Fact]
    public void Conv1d_is_a_convolution_of_one_row()
    {
        Assert.Equal([1 * 1 + 2 * 10, 2 * 1 + 3 * 10, 3 * 1 + 4 * 10], Reals(new Conv1d(), F([1, 4], 1, 2, 3, 4), F([1, 1, 2], 1, 10)));
        ReferenceTensor y = Apply(new Conv1d(2, 1, 2, 2), Random(1, 4, 9), Random(2, 6, 2, 3), Random(3, 6));
        Assert.Equal([6, 4], y.Shape);
        Assert.Equal(6 * 4 * 2 * 3, new Conv1d(2, 1, 2, 2).MultiplyAdds([TensorType.F32(4, 9), TensorType.F32(6, 2, 3)], []).Value);
    }

    [Fact]
    public void Attention_weighs_the_values_by_the_softmax_of_scaled_scores()
    {
        ReferenceTensor q = F([1, 4], 2, 0, 0, 0);
        ReferenceTensor k = F([2, 4], 1, 0, 0, 0, 0, 1, 0, 0);
        ReferenceTensor v = F([2, 1], 10, 20);
        double first = Math.Exp(1) / (Math.Exp(1) + 1);
        Near([10 * first + 20 * (1 - first)], Reals(new Attention(), q, k, v));
        Near([20], Reals(new Attention(), q, k, v, ReferenceTensor.OfIntegers(ElementType.Bool, [1, 2], [0, 1])));
        Near([15], Reals(new Attention(), q, k, v, F(-1, 0)));
    }

    [Fact]
    public void Heads_are_slices_of_the_last_axis()
    {
        (ReferenceTensor q, ReferenceTensor k, ReferenceTensor v) = (Random(1, 3, 8), Random(2, 5, 8), Random(3, 5, 6));
        ReferenceTensor both = Apply(new Attention(2), q, k, v);
        ReferenceTensor Half(ReferenceTensor x, int head) => Apply(new Slice(1, head * (x.Shape[1] / 2), x.Shape[1] / 2), x);
        ReferenceTensor[] each = [.. Enumerable.Range(0, 2).Select(h => Apply(new Attention(), Half(q, h), Half(k, h), Half(v, h)))];
        Near(Reals(new Concat(1), each), both);
    }

    [Fact]
    public void Attention_names_the_input_that_does_not_fit()
    {
        TensorType q = TensorType.F32(3, 8);
        Assert.Equal(1, Assert.IsType<TypeProblem.Extent>(Problem(new Attention(), q, TensorType.F32(5, 7), TensorType.F32(5, 8))).Input);
        Assert.Equal(2, Assert.IsType<TypeProblem.Extent>(Problem(new Attention(), q, TensorType.F32(5, 8), TensorType.F32(4, 8))).Input);
        Assert.Equal(new TypeProblem.Indivisible("the last axis", 8, 3), Problem(new Attention(3), q, q, q));
        Assert.Equal(
            new TypeProblem.Extent(3, 1, 3, "the scores, queries by keys"),
            Problem(new Attention(), q, q, q, TensorType.F32(3, 4))
        );
        Assert.Equal(
            new TypeProblem.Broadcast(0, 2, 3),
            Problem(new Attention(), TensorType.F32(2, 3, 4), TensorType.F32(3, 4), TensorType.F32(5, 3, 4))
        );
    }
}
