using System.Runtime.Intrinsics.X86;
using DynCompile.Runtime.Kernels;
using DynCompile.Runtime.Kernels.Bytes;
using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Kernels;

/// <summary>Products of 8-bit integers, in every way that this machine has: each is exact.</summary>
public class ByteProductTests
{
    public static TheoryData<int> Groups
    {
        get
        {
            TheoryData<int> groups = [SingleProducts.Group];
            if (Avx2.IsSupported)
                groups.Add(TwoByteProducts.Group);
            if (AvxVnni.IsSupported)
                groups.Add(FourByteProducts.Group);
            return groups;
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_layer_gives_what_its_written_out_sums_give(int group)
    {
        (int Rows, int Inputs, int Outputs)[] shapes =
        [
            (1, 1, 1),
            (1, 4, 16),
            (1, 35, 17),
            (2, 7, 33),
            (3, 64, 16),
            (5, 3, 5),
            (6, 129, 40),
            (7, 0, 3),
            (0, 4, 3),
            (50, 33, 70),
            (101, 8, 15),
        ];
        foreach ((int rows, int inputs, int outputs) in shapes)
        {
            using var memory = new LaneMemory();
            sbyte[] w = Bytes(outputs * inputs, seed: 2);
            using var packed = PackedMatrixI8.Pack(Tensor.FromArray(w, [outputs, inputs]), group);
            Rows<sbyte> x = Fill(memory, rows * inputs, seed: 3);
            Rows<int> y = memory.Blank<int>(rows * outputs);
            Rows<int> plain = memory.Blank<int>(rows * outputs);
            Lanes live = memory.All();

            LinearI8.Run(live, x, packed, y, rows, inputs, outputs);

            LinearI8.Run(live, x, memory.Shared(w), plain, rows, inputs, outputs);
            foreach (int lane in live)
                Assert.Equal(plain.Span(lane, rows * outputs).ToArray(), y.Span(lane, rows * outputs).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void The_largest_products_do_not_saturate(int group)
    {
        const int Inputs = 70_000;
        foreach ((sbyte a, sbyte b) in ((sbyte, sbyte)[])[(-128, -128), (-128, 127), (127, 127)])
        {
            using var memory = new LaneMemory(1);
            var w = new sbyte[Inputs];
            Array.Fill(w, b);
            using var packed = PackedMatrixI8.Pack(Tensor.FromArray(w, [1, Inputs]), group);
            Rows<sbyte> x = memory.Blank<sbyte>(Inputs);
            x.Span(0, Inputs).Fill(a);
            Rows<int> y = memory.Blank<int>(1);

            LinearI8.Run(memory.All(), x, packed, y, 1, Inputs, 1);

            Assert.Equal(unchecked(Inputs * a * b), y.Span(0, 1)[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_convolution_gives_what_its_written_out_sums_give(int group)
    {
        (int Inputs, int Outputs, int Height, int Width, int Groups, Window2d Window)[] cases =
        [
            (1, 1, 1, 1, 1, new Window2d(1, 1)),
            (3, 20, 9, 11, 1, new Window2d(3, 3, 1, 1, 1, 1)),
            (5, 16, 12, 7, 1, new Window2d(5, 3, 2, 1, 2, 0)),
            (4, 17, 8, 8, 1, new Window2d(2, 3, 3, 2, 0, 1, 2, 2)),
            (6, 9, 6, 10, 3, new Window2d(3, 2, 1, 2, 1, 1)),
            (7, 7, 5, 5, 7, new Window2d(3, 3, 1, 1, 1, 1)),
            (2, 3, 2, 2, 1, new Window2d(5, 5, 1, 1, 2, 2)),
            (2, 3, 2, 2, 1, new Window2d(4, 4)),
        ];
        foreach ((int inputs, int outputs, int height, int width, int groups, Window2d window) in cases)
        {
            using var memory = new LaneMemory();
            int[] shape = [outputs, inputs / groups, window.KernelHeight, window.KernelWidth];
            sbyte[] w = Bytes(shape.Aggregate(1, (a, b) => a * b), seed: 5);
            using var packed = PackedConvolutionI8.Pack(Tensor.FromArray(w, shape), groups, group);
            int length = outputs * window.OutputHeight(height) * window.OutputWidth(width);
            Rows<sbyte> x = Fill(memory, inputs * height * width, seed: 6);
            Rows<int> y = memory.Blank<int>(length);
            Rows<int> plain = memory.Blank<int>(length);
            Lanes live = memory.All();

            Conv2dI8.Run(live, x, packed, y, inputs, outputs, height, width, window, groups);

            Conv2dI8.Run(live, x, memory.Shared(w), plain, inputs, outputs, height, width, window, groups);
            foreach (int lane in live)
                Assert.Equal(plain.Span(lane, length).ToArray(), y.Span(lane, length).ToArray());
        }
    }

    [Fact]
    public void A_prefix_of_the_outputs_is_read_in_place()
    {
        using var memory = new LaneMemory(1);
        sbyte[] w = Bytes(40 * 9, seed: 1);
        using var packed = PackedMatrixI8.Pack(Tensor.FromArray(w, [40, 9]));
        Rows<sbyte> x = Fill(memory, 9, seed: 2);
        Rows<int> y = memory.Blank<int>(40);
        LinearI8.Run(memory.All(), x, packed, y, 1, 9, 40);
        int[] all = y.Span(0, 40).ToArray();

        foreach (int outputs in (int[])[0, 1, 16, 23, 39])
        {
            y.Span(0, 40).Fill(int.MinValue);
            LinearI8.Run(memory.All(), x, packed, y, 1, 9, outputs);
            Assert.Equal([.. all[..outputs], .. Enumerable.Repeat(int.MinValue, 40 - outputs)], y.Span(0, 40).ToArray());
        }
        Assert.Throws<ArgumentException>(() => LinearI8.Run(memory.All(), x, packed, y, 1, 9, 41));
        Assert.Throws<ArgumentException>(() => LinearI8.Run(memory.All(), x, packed, y, 1, 8, 40));
    }

    [Fact]
    public void A_weight_is_quantized_row_by_row()
    {
        var weight = Tensor.FromArray((float[])[1, -2, 0.5f, 0, 0, 0, float.NaN, 1, 2, float.PositiveInfinity, 1, -1], [4, 3]);

        Assert.Equal([2 / 127f, 0, float.NaN, float.PositiveInfinity], RowQuantization.Scales(weight));
        Assert.Equal((sbyte[])[64, -127, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0], RowQuantization.Quantize(weight));
        Assert.Throws<ArgumentException>(() => RowQuantization.Scales(Tensor.FromArray((float[])[1], [1])));
        Assert.Throws<ArgumentException>(() => PackedMatrixI8.Pack(Tensor.FromArray((int[])[1], [1, 1])));
    }

    private static Rows<sbyte> Fill(LaneMemory memory, int length, int seed)
    {
        var random = new Random(seed);
        return memory.Filled(length, (_, _) => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1));
    }

    private static sbyte[] Bytes(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1))];
    }
}
