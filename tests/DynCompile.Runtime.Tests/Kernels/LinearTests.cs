using DynCompile.Runtime.Kernels;
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
            lane => Product(x.Span(lane, rows * inputs), w, b, rows, inputs, outputs, inputs)
        );
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
