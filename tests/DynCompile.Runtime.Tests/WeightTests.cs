using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests;

public class WeightTests
{
    [Fact]
    public void Half_precision_weights_become_floats_and_other_types_stay()
    {
        using var halves = new WeightRows<float>(Tensor.FromFloats(ElementType.F16, [1.5f, -2f], 2));
        using var truncated = new WeightRows<float>(Tensor.FromFloats(ElementType.BF16, [0.5f], 1));
        using var bytes = new WeightRows<sbyte>(Tensor.FromArray<sbyte>([-1, 5], 2));
        Assert.Equal([1.5f, -2f], halves.Rows.Span(7, halves.Length).ToArray());
        Assert.Equal(0.5f, truncated.Rows[3]);
        Assert.Equal<sbyte>([-1, 5], bytes.Rows.Span(0, 2).ToArray());
    }

    [Fact]
    public void Weights_of_another_type_or_shape_are_refused()
    {
        Assert.Contains(
            "i32[2] is not a weight of f32",
            Assert.Throws<ArgumentException>(() => new WeightRows<float>(Tensor.Zeros(ElementType.I32, 2))).Message
        );
        Assert.Contains(
            "f32[2] is not a matrix",
            Assert.Throws<ArgumentException>(() => PackedMatrix.Pack(Tensor.Zeros(ElementType.F32, 2))).Message
        );
        Assert.Contains(
            "3 output channels are not a multiple of 2 groups",
            Assert.Throws<ArgumentException>(() => PackedConvolution.Pack(Tensor.Zeros(ElementType.F32, 3, 1, 1), 2)).Message
        );
        Assert.Throws<ArgumentException>(() => PackedMatrix.Pack(new float[12], 2, 6, new Sparsity(2, 4)));
    }

    [Theory]
    [InlineData(28, 5, 1, 2, 1, 28)]
    [InlineData(28, 2, 2, 0, 1, 14)]
    [InlineData(7, 2, 2, 0, 1, 3)]
    [InlineData(9, 3, 1, 0, 4, 1)]
    [InlineData(2, 3, 1, 0, 1, 0)]
    public void A_window_has_as_many_places_as_fit(int size, int kernel, int stride, int padding, int dilation, int places)
    {
        var window = new Window2d(kernel, 1, stride, 1, padding, 0, dilation, 1);
        Assert.Equal(places, window.OutputHeight(size));
    }
}
