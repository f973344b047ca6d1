using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class WindowTests
{
    private static readonly ReferenceTensor Image = F([1, 3, 4], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    [Fact]
    public void Max_pooling_strides_by_its_kernel_and_drops_the_rest()
    {
        Assert.Equal([6, 8], Reals(new MaxPool2d(2), Image));
        Assert.Equal([1, 1, 2], Apply(new MaxPool2d(2), Image).Shape);
        Assert.Equal([6, 7, 8, 10, 11, 12], Reals(new MaxPool2d(2, 1, 0), Image));
        Assert.Equal([2, 4, 10, 12], Reals(new MaxPool2d(new Pair(2, 2), 2, new Pair(1, 0)), Image));
    }

    [Fact]
    public void Padding_never_wins_and_nan_does()
    {
        Assert.Equal([-5], Reals(new MaxPool2d(3, 3, 1), F([1, 1, 1], -5)));
        Assert.Equal([NaN], Reals(new MaxPool2d(new Pair(1, 3)), F([1, 1, 3], 1, NaN, 2)));
    }

    [Fact]
    public void Average_pooling_counts_padding_as_zeros()
    {
        Assert.Equal([3.5, 5.5], Reals(new AvgPool2d(2), Image));
        Assert.Equal([0.75, 2.25, 3.5, 5.75], Reals(new AvgPool2d(2, 2, 1), F([1, 2, 2], 3, 9, 14, 23)));
    }

    [Fact]
    public void Sequences_pool_like_images_of_one_row()
    {
        Assert.Equal([2, 4], Reals(new MaxPool1d(2, 2), F([1, 5], 1, 2, 3, 4, 5)));
        Assert.Equal([1.5, 2.5, 3.5, 4.5], Reals(new AvgPool1d(2, 1), F([1, 5], 1, 2, 3, 4, 5)));
        Assert.Equal([2, 3], Apply(new MaxPool1d(3, 2, 1), Random(1, 2, 5)).Shape);
    }

    [Fact]
    public void Adaptive_pooling_covers_every_element()
    {
        Assert.Equal([6.5], Reals(new AdaptiveAvgPool2d(1), Image));
        // Three columns of four: [0, 2), [1, 3), [2, 4).
        Assert.Equal([5.5, 6.5, 7.5], Reals(new AdaptiveAvgPool2d(new Pair(1, 3)), Image));
        Assert.Equal(Image.Reals, Reals(new AdaptiveAvgPool2d(new Pair(3, 4)), Image));
        Assert.Equal([1, 1, 2, 2], Reals(new AdaptiveAvgPool2d(new Pair(1, 4)), F([1, 1, 2], 1, 2)));
    }

    [Fact]
    public void Nearest_interpolation_repeats()
    {
        ReferenceTensor x = F([1, 1, 3], 1, 2, 3);
        Assert.Equal([1, 1, 2, 2, 3, 3], Reals(new Interpolate(new Pair(1, 6)), x));
        Assert.Equal([1, 2], Reals(new Interpolate(new Pair(1, 2)), x));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], Reals(new Interpolate(null, 2), F([1, 1, 2], 1, 2)));
    }

    [Fact]
    public void Bilinear_interpolation_weighs_neighbours_and_repeats_edges()
    {
        ReferenceTensor x = F([1, 1, 2], 0, 4);
        Near([0, 1, 3, 4], Reals(new Interpolate(new Pair(1, 4), null, InterpolationMode.Bilinear), x));
        ReferenceTensor y = Apply(new Interpolate(null, 2, InterpolationMode.Bilinear), F([1, 2, 2], 0, 4, 8, 12));
        Near([0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12], y);
        Near([2], Reals(new Interpolate(1, null, InterpolationMode.Bilinear), x));
    }

    [Fact]
    public void A_scale_rounds_sizes_down()
    {
        Assert.Equal([1, 4, 6], Apply(new Interpolate(null, 1.5), Image).Shape);
        Assert.Equal(TensorType.F32(3, 2, 3), Type(new Interpolate(null, 0.5), TensorType.F32(3, 5, 7)));
    }

    [Fact]
    public void Windows_that_do_not_fit_are_refused()
    {
        Assert.Equal(new TypeProblem.Outside("the window", 5, 4), Problem(new MaxPool2d(5), TensorType.F32(1, 4, 6)));
        Assert.Equal(
            new TypeProblem.Attribute("padding", 2, "at most half the kernel"),
            Problem(new MaxPool2d(3, 3, 2), TensorType.F32(1, 4, 6))
        );
        Assert.Equal(new TypeProblem.Rank(0, "3"), Problem(new AvgPool2d(2), TensorType.F32(4, 6)));
        Assert.Equal(new TypeProblem.Rank(0, "2"), Problem(new AvgPool1d(2, 2), TensorType.F32(1, 4, 6)));
        Assert.Equal(new TypeProblem.Attribute("kernel", 0, "at least 1"), Problem(new MaxPool2d(0), TensorType.F32(1, 4, 6)));
        Assert.IsType<TypeProblem.Other>(Problem(new Interpolate(2, 2), TensorType.F32(1, 4, 6)));
        Assert.IsType<TypeProblem.Other>(Problem(new Interpolate(null), TensorType.F32(1, 4, 6)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Interpolate(null, 0.1), TensorType.F32(1, 4, 6)));
        Assert.IsType<TypeProblem.Extent>(Problem(new AdaptiveAvgPool2d(1), TensorType.F32(1, 0, 6)));
    }

    [Fact]
    public void A_mode_that_does_not_exist_is_refused()
    {
        Operator cubic = Interpolate.Operator.Create(new Dictionary<string, AttributeValue> { ["size"] = 2, ["mode"] = "cubic" });
        Assert.IsType<TypeProblem.Other>(Problem(cubic, TensorType.F32(1, 4, 6)));
    }
}
