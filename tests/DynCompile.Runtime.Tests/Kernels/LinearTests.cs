using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels;
using DynCompile.Runtime.Kernels.Tiles;
using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Kernels;

public class LinearTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 8)]
    [InlineData(3, 7, 10)]
    [InlineData(4, 16, 16)]
    [InlineData(5, 33, 17)]
    [InlineData(9, 2, 25)]
    [InlineData(2, 0, 3)]
    [InlineData(0, 4, 3)]
    [InlineData(1, 301, 10)]
    [InlineData(7, 300, 33)]
    [InlineData(1, 19, 300)]
    [InlineData(2, 31, 77)]
    [InlineData(41, 523, 37)]
    [InlineData(211, 5, 3)]
    public void A_row_is_multiplied_by_the_weight_and_the_bias_added(int rows, int inputs, int outputs)
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(outputs * inputs, seed: 2);
        float[] b = RandomFloats.Of(outputs, seed: 3);
        using var weight = PackedMatrix.Pack(w, outputs, inputs);
        Rows<float> x = memory.Random(rows * inputs);
        Rows<float> y = memory.Blank<float>(rows * outputs);
        KernelCheck.Run(
            memory,
            y,
            rows * outputs,
            live => Linear.Run(live, x, weight, memory.Shared(b), y, rows, inputs, outputs),
            lane => Product(x.Span(lane, rows * inputs), w, b, rows, inputs, outputs, inputs),
            // Many summands cancel each other.
            tolerance: 1e-5 + 1e-7 * inputs
        );
    }

    // Shapes with one panel and many, tails of every kind, sums in quarters, and more inputs and rows than a block has.
    public static TheoryData<int, int> Layers =>
        new()
        {
            { 1, 1 },
            { 7, 5 },
            { 256, 10 },
            { 257, 31 },
            { 300, 32 },
            { 64, 33 },
            { 17, 96 },
            { 0, 20 },
            { 600, 130 },
        };

    [Theory]
    [MemberData(nameof(Layers))]
    public unsafe void A_row_has_the_same_bits_alone_in_any_number_of_rows_and_with_vectors_of_any_width(int inputs, int outputs)
    {
        const int Most = 256;
        using var memory = new LaneMemory(1);
        using var weight = PackedMatrix.Pack(RandomFloats.Of(outputs * inputs, seed: 2), outputs, inputs);
        Rows<float> bias = memory.Shared(RandomFloats.Of(outputs, seed: 3));
        Rows<float> x = memory.Random(Most * inputs);
        Rows<float> y = memory.Blank<float>(Most * outputs);
        Lanes live = memory.All();
        float[] alone = new float[Most * outputs];
        for (int row = 0; row < Most; row++)
        {
            Linear.Run(live, x.From(row * inputs), weight, bias, y, 1, inputs, outputs, relu: true);
            y.Span(0, outputs).CopyTo(alone.AsSpan(row * outputs));
        }
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 64, 191, 193, Most])
        {
            RequireSame(() => Linear.Run(live, x, weight, bias, y, rows, inputs, outputs, relu: true));
            RequireSame(() => Linear.Run<Vector256<float>, Vectors256>(live, x, weight.Panels, bias, y, rows, inputs, outputs, relu: true));
            RequireSame(() => Linear.Run<Vector512<float>, Vectors512>(live, x, weight.Panels, bias, y, rows, inputs, outputs, relu: true));

            void RequireSame(Action run)
            {
                y.Span(0, Most * outputs).Fill(float.NaN);
                run();
                Assert.Equal(Bits(alone.AsSpan(0, rows * outputs)), Bits(y.Span(0, rows * outputs)));
                Assert.All(y.Span(0, Most * outputs)[(rows * outputs)..].ToArray(), v => Assert.True(float.IsNaN(v)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_bias_may_differ_from_lane_to_lane(int rows)
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(21 * 6, seed: 2);
        using var weight = PackedMatrix.Pack(w, 21, 6);
        Rows<float> x = memory.Random(rows * 6);
        Rows<float> bias = memory.Random(21, seed: 5);
        Rows<float> y = memory.Blank<float>(rows * 21);
        KernelCheck.Run(
            memory,
            y,
            rows * 21,
            live => Linear.Run(live, x, weight, bias, y, rows, 6, 21),
            lane => Product(x.Span(lane, rows * 6), w, bias.Span(lane, 21).ToArray(), rows, 6, 21, 6)
        );
    }

    [Fact]
    public void A_number_that_is_none_spoils_its_row_and_no_other()
    {
        using var memory = new LaneMemory(1);
        using var weight = PackedMatrix.Pack(RandomFloats.Of(40 * 30, seed: 2), 40, 30);
        Rows<float> x = memory.Random(13 * 30);
        Rows<float> y = memory.Blank<float>(13 * 40);
        x.Span(0, 13 * 30)[5 * 30 + 17] = float.NaN;
        x.Span(0, 13 * 30)[9 * 30 + 29] = float.PositiveInfinity;
        Linear.Run(memory.All(), x, weight, default, y, 13, 30, 40, relu: true);
        for (int row = 0; row < 13; row++)
        {
            float[] result = y.Span(0, 13 * 40).Slice(row * 40, 40).ToArray();
            Assert.All(result, v => Assert.Equal(row == 5, float.IsNaN(v)));
            Assert.Equal(row == 9, result.Any(float.IsInfinity));
        }
    }

    [Fact]
    public void Without_a_bias_sums_begin_at_zero_and_relu_clears_the_negative_ones()
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(11 * 6, seed: 2);
        using var weight = PackedMatrix.Pack(w, 11, 6);
        Rows<float> x = memory.Random(6);
        Rows<float> y = memory.Blank<float>(11);
        KernelCheck.Run(
            memory,
            y,
            11,
            live => Linear.Run(live, x, weight, default, y, 1, 6, 11, relu: true),
            lane => [.. Product(x.Span(lane, 6), w, new float[11], 1, 6, 11, 6).Select(v => Math.Max(v, 0))]
        );
    }

    [Fact]
    public void A_prefix_of_a_stored_weight_is_a_smaller_layer()
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(20 * 12, seed: 2);
        float[] b = RandomFloats.Of(20, seed: 3);
        using var weight = PackedMatrix.Pack(w, 20, 12);
        Rows<float> x = memory.Random(7);
        Rows<float> y = memory.Blank<float>(13);
        KernelCheck.Run(
            memory,
            y,
            13,
            live => Linear.Run(live, x, weight, memory.Shared(b), y, 1, 7, 13),
            lane => Product(x.Span(lane, 7), w, b, 1, 7, 13, storedInputs: 12)
        );
    }

    [Fact]
    public void A_sparse_weight_is_pruned_when_packed()
    {
        using var memory = new LaneMemory();
        using var weight = PackedMatrix.Pack(Tensor.FromArray([1f, -4f, 3f, 2f], 1, 4), new Sparsity(2, 4));
        Rows<float> x = memory.Shared(1f, 1f, 1f, 1f);
        Rows<float> y = memory.Blank<float>(1);
        KernelCheck.Run(memory, y, 1, live => Linear.Run(live, x, weight, default, y, 1, 4, 1), _ => [-1]);
    }

    [Fact]
    public void A_layer_larger_than_its_weight_is_refused_with_both_sizes()
    {
        using var memory = new LaneMemory();
        using var weight = PackedMatrix.Pack(new float[6], 2, 3);
        Rows<float> rows = memory.Blank<float>(4);
        Lanes all = memory.All();
        var error = Assert.Throws<ArgumentException>(() => Linear.Run(all, rows, weight, default, rows, 1, 4, 2));
        Assert.Contains("2 x 4 is not within the stored 2 x 3", error.Message);
    }

    private static byte[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    private static double[] Product(ReadOnlySpan<float> x, float[] w, float[] b, int rows, int inputs, int outputs, int storedInputs)
    {
        var y = new double[rows * outputs];
        for (int row = 0; row < rows; row++)
        for (int output = 0; output < outputs; output++)
        {
            double sum = b[output];
            for (int i = 0; i < inputs; i++)
                sum += (double)x[row * inputs + i] * w[output * storedInputs + i];
            y[row * outputs + output] = sum;
        }
        return y;
    }
}
