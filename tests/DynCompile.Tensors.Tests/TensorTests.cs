using System.Collections.Immutable;

namespace DynCompile.Tensors.Tests;

public class TensorTests
{
    [Fact]
    public void A_tensor_knows_type_shape_and_elements()
    {
        var tensor = Tensor.FromArray([1f, 2, 3, 4, 5, 6], 2, 3);

        Assert.Equal(ElementType.F32, tensor.Type);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(2, tensor.Rank);
        Assert.Equal(6, tensor.ElementCount);
        Assert.Equal(24, tensor.Bytes.Length);
        Assert.Equal("f32[2, 3]", tensor.ToString());
        Assert.Equal([1f, 2, 3, 4, 5, 6], tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void A_scalar_has_no_axes_and_one_element()
    {
        var scalar = Tensor.Scalar(42L);

        Assert.Equal(0, scalar.Rank);
        Assert.Equal(1, scalar.ElementCount);
        Assert.Equal("i64", scalar.ToString());
        Assert.Equal([42L], scalar.ToLongs());
    }

    [Fact]
    public void Values_are_copied_bytes_are_taken_over()
    {
        int[] values = [1, 2];
        var copy = Tensor.FromArray(values, ImmutableArray.Create(2));
        values[0] = 9;
        Assert.Equal([1, 2], copy.AsSpan<int>().ToArray());

        byte[] bytes = [1, 2];
        var view = new Tensor(ElementType.U8, [2], bytes);
        bytes[0] = 9;
        Assert.Equal([9, 2], view.AsSpan<byte>().ToArray());
    }

    [Fact]
    public void A_row_is_a_view_of_a_slice_along_axis_0()
    {
        var tensor = Tensor.FromArray([1, 2, 3, 4, 5, 6], 3, 2);
        var row = tensor.Row(1);

        Assert.Equal("i32[2]", row.ToString());
        Assert.Equal([3, 4], row.AsSpan<int>().ToArray());
        row.AsSpan<int>()[0] = 30;
        Assert.Equal([1, 2, 30, 4, 5, 6], tensor.AsSpan<int>().ToArray());
        Assert.Equal(30, row.Row(0).AsSpan<int>()[0]);
    }

    [Fact]
    public void Rows_of_empty_tensors_are_empty() => Assert.Equal(0, Tensor.Zeros(ElementType.F32, 2, 0).Row(1).ElementCount);

    [Fact]
    public void A_row_that_is_not_there_is_refused()
    {
        var tensor = Tensor.Zeros(ElementType.F32, 3, 2);
        Assert.StartsWith("row 3 of f32[3, 2]: it has 3 rows", Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Row(3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Row(-1));
        var refused = Assert.Throws<InvalidOperationException>(() => Tensor.Scalar(1f).Row(0));
        Assert.Equal("f32 is a scalar and has no rows", refused.Message);
    }

    [Fact]
    public void Other_shapes_share_the_elements()
    {
        var tensor = Tensor.FromArray([1, 2, 3, 4], 4);
        tensor.Reshape(2, 2).AsSpan<int>()[3] = 40;
        Assert.Equal([1, 2, 3, 40], tensor.AsSpan<int>().ToArray());
        var refused = Assert.Throws<ArgumentException>(() => tensor.Reshape(3));
        Assert.Equal("shape [3] has 3 elements, not 4", refused.Message);
    }

    [Fact]
    public void All_types_convert_to_floats()
    {
        Assert.Equal([1.5f, -2], Tensor.FromArray([1.5f, -2], 2).ToFloats());
        Assert.Equal([1.5f, -2], Tensor.FromArray([(Half)1.5f, (Half)(-2)], 2).ToFloats());
        Assert.Equal([1.5f, -2], Tensor.FromArray([(BFloat16)1.5f, (BFloat16)(-2f)], 2).ToFloats());
        Assert.Equal([127, -128], Tensor.FromArray([sbyte.MaxValue, sbyte.MinValue], 2).ToFloats());
        Assert.Equal([255, 0], Tensor.FromArray<byte>([255, 0], 2).ToFloats());
        Assert.Equal([-7], Tensor.FromArray([-7], 1).ToFloats());
        Assert.Equal([1e18f], Tensor.FromArray([1_000_000_000_000_000_000L], 1).ToFloats());
        Assert.Equal([1, 0], Tensor.FromArray([true, false], 2).ToFloats());
    }

    [Fact]
    public void Integers_and_bools_convert_to_longs_floats_do_not()
    {
        Assert.Equal([-128], Tensor.FromArray([sbyte.MinValue], 1).ToLongs());
        Assert.Equal([255], Tensor.FromArray<byte>([255], 1).ToLongs());
        Assert.Equal([-7], Tensor.FromArray([-7], 1).ToLongs());
        Assert.Equal([1, 0], Tensor.FromArray([true, false], 2).ToLongs());
        var refused = Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(ElementType.BF16, 2).ToLongs());
        Assert.Equal("bf16[2] holds floats, not integers", refused.Message);
    }

    [Theory]
    [InlineData(ElementType.F32, 0.1f)]
    [InlineData(ElementType.F16, 0.099975586f)]
    [InlineData(ElementType.BF16, 0.100097656f)]
    public void Floats_round_to_the_float_types(ElementType type, float expected)
    {
        var tensor = Tensor.FromFloats(type, [0.1f], 1);
        Assert.Equal(type, tensor.Type);
        Assert.Equal([expected], tensor.ToFloats());
        Assert.Equal([expected], tensor.ToF32().AsSpan<float>().ToArray());
    }

    [Fact]
    public void An_f32_tensor_is_its_own_f32_form()
    {
        var tensor = Tensor.Scalar(1f);
        Assert.Same(tensor, tensor.ToF32());
    }

    [Fact]
    public void Floats_do_not_become_integers()
    {
        var refused = Assert.Throws<ArgumentException>(() => Tensor.FromFloats(ElementType.I32, [0.1f], 1));
        Assert.Equal("i32 is not a float type", refused.Message);
    }

    [Fact]
    public void Elements_are_seen_as_what_they_are()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(ElementType.F32, 2).AsSpan<int>().Length);
        Assert.Equal("f32[2] does not hold Int32", refused.Message);
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(ElementType.I64, 2).AsSpan<double>().Length);
        // The bits of types that not every framework has.
        Assert.Equal(0x3E00, Tensor.FromArray([(Half)1.5f], 1).AsSpan<ushort>()[0]);
        Assert.Equal(0x3FC0, Tensor.FromArray([(BFloat16)1.5f], 1).AsSpan<ushort>()[0]);
        Assert.Equal(1, Tensor.FromArray([true], 1).AsSpan<byte>()[0]);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_both_sizes()
    {
        Assert.Equal(
            "shape [2, 2] has 4 elements, not 3",
            Assert.Throws<ArgumentException>(() => Tensor.FromArray([1, 2, 3], 2, 2)).Message
        );
        Assert.Equal(
            "f32[2] has 8 bytes, not 7",
            Assert.Throws<ArgumentException>(() => new Tensor(ElementType.F32, [2], new byte[7])).Message
        );
        Assert.Throws<ArgumentException>(() => new Tensor(ElementType.F32, default, new byte[4]));
    }

    [Fact]
    public void Sizes_that_overflow_are_refused_whatever_their_order()
    {
        Assert.Equal(
            "f32[536870912] needs more than 2147483591 bytes",
            Assert.Throws<ArgumentException>(() => Tensor.Zeros(ElementType.F32, 1 << 29)).Message
        );
        Assert.Equal(
            "shape [2147483647, 2147483647, 2147483647] has too many elements",
            Assert.Throws<ArgumentException>(() => Shapes.ElementCount([int.MaxValue, int.MaxValue, int.MaxValue])).Message
        );
        Assert.Throws<ArgumentException>(() => Shapes.ElementCount([0, int.MaxValue, int.MaxValue, int.MaxValue]));
        Assert.Throws<ArgumentException>(() => Shapes.ElementCount([int.MaxValue, int.MaxValue, int.MaxValue, 0]));
        Assert.Equal(
            "shape [2, -1] has a negative size",
            Assert.Throws<ArgumentException>(() => Tensor.Zeros(ElementType.F32, 2, -1)).Message
        );
    }
}
