using DynCompile.Runtime.Kernels;
using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Kernels;

/// <summary>Sparse products against the pruned weight in double precision, at every pattern with a kernel.</summary>
public class SparseLinearTests
{
    public static TheoryData<int, int, int, int, int, int> Shapes =>
        new()
        {
            // n, m, by, rows, inputs, outputs
            { 1, 2, 1, 1, 2, 1 },
            { 1, 2, 1, 3, 14, 9 },
            { 1, 4, 1, 1, 4, 8 },
            { 2, 4, 1, 2, 20, 40 },
            { 2, 4, 1, 5, 196, 33 },
            { 3, 4, 1, 16, 100, 31 },
            { 1, 8, 1, 1, 96, 64 },
            { 2, 8, 1, 7, 104, 70 },
            { 2, 8, 1, 13, 200, 72 },
            { 5, 8, 3, 4, 8, 5 },
            { 1, 16, 1, 2, 16, 24 },
            { 3, 16, 1, 20, 208, 37 },
            { 2, 4, 1, 70, 24, 13 },
            { 2, 8, 1, 0, 8, 8 },
            { 2, 8, 1, 2, 0, 3 },
            { 2, 8, 16, 1, 8, 16 },
            { 2, 8, 16, 1, 104, 150 },
            { 1, 4, 16, 9, 20, 33 },
            { 2, 4, 32, 17, 36, 70 },
            { 3, 5, 16, 3, 15, 18 },
            { 7, 64, 48, 5, 128, 100 },
            { 2, 8, 16, 0, 8, 16 },
            { 2, 8, 16, 3, 0, 20 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_row_meets_the_inputs_that_stay(int n, int m, int by, int rows, int inputs, int outputs)
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(outputs * inputs, seed: 2);
        float[] b = RandomFloats.Of(outputs, seed: 3);
        var sparsity = new Sparsity(n, m, by);
        Rows<float> x = memory.Random(rows * inputs);
        Rows<float> y = memory.Blank<float>(rows * outputs);
        using Layer layer = Layer.Pack(w, outputs, inputs, sparsity);

        KernelCheck.Run(
            memory,
            y,
            rows * outputs,
            live => layer.Run(live, x, memory.Shared(b), y, rows, inputs, outputs, false),
            lane => Product(x.Span(lane, rows * inputs), Pruned(w, outputs, inputs, sparsity), b, rows, inputs, outputs, inputs)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Without_a_bias_sums_begin_at_zero_and_relu_clears_the_negative_ones(int by)
    {
        using var memory = new LaneMemory();
        var sparsity = new Sparsity(2, 4, by);
        float[] w = RandomFloats.Of(21 * 12, seed: 2);
        Rows<float> x = memory.Random(20 * 12);
        Rows<float> y = memory.Blank<float>(20 * 21);
        using Layer layer = Layer.Pack(w, 21, 12, sparsity);

        KernelCheck.Run(
            memory,
            y,
            20 * 21,
            live => layer.Run(live, x, default, y, 20, 12, 21, true),
            lane =>
                [.. Product(x.Span(lane, 20 * 12), Pruned(w, 21, 12, sparsity), new float[21], 20, 12, 21, 12).Select(v => Math.Max(v, 0))]
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Lanes_may_start_from_rows_of_their_own(int by)
    {
        using var memory = new LaneMemory();
        var sparsity = new Sparsity(2, 8, by);
        float[] w = RandomFloats.Of(40 * 16, seed: 2);
        Rows<float> x = memory.Random(3 * 16);
        Rows<float> bias = memory.Random(40, seed: 9);
        Rows<float> y = memory.Blank<float>(3 * 40);
        using Layer layer = Layer.Pack(w, 40, 16, sparsity);

        KernelCheck.Run(
            memory,
            y,
            3 * 40,
            live => layer.Run(live, x, bias, y, 3, 16, 40, false),
            lane => Product(x.Span(lane, 3 * 16), Pruned(w, 40, 16, sparsity), bias.Span(lane, 40).ToArray(), 3, 16, 40, 16)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_prefix_of_a_stored_weight_is_a_smaller_layer(int by)
    {
        using var memory = new LaneMemory();
        var sparsity = new Sparsity(2, 8, by);
        float[] w = RandomFloats.Of(72 * 208, seed: 2);
        float[] b = RandomFloats.Of(72, seed: 3);
        Rows<float> x = memory.Random(4 * 112);
        Rows<float> y = memory.Blank<float>(4 * 43);
        using Layer layer = Layer.Pack(w, 72, 208, sparsity);

        KernelCheck.Run(
            memory,
            y,
            4 * 43,
            live => layer.Run(live, x, memory.Shared(b), y, 4, 112, 43, false),
            lane => Product(x.Span(lane, 4 * 112), Pruned(w, 72, 208, sparsity), b, 4, 112, 43, storedInputs: 208)
        );
    }

    [Theory]
    [InlineData(2, 4, 1)]
    [InlineData(2, 8, 1)]
    [InlineData(1, 16, 1)]
    [InlineData(2, 8, 16)]
    public void Any_number_of_rows_gives_each_row_the_same_bits(int n, int m, int by)
    {
        const int Inputs = 208;
        const int Outputs = 77;
        using var memory = new LaneMemory(capacity: 256);
        using Layer layer = Layer.Pack(RandomFloats.Of(Outputs * Inputs, seed: 2), Outputs, Inputs, new Sparsity(n, m, by));
        Rows<float> bias = memory.Shared(RandomFloats.Of(Outputs, seed: 3));
        Rows<float> x = memory.Random(Inputs);
        Rows<float> alone = memory.Blank<float>(Outputs);
        Rows<float> together = memory.Blank<float>(Outputs);
        for (int lane = 0; lane < memory.Capacity; lane++)
            layer.Run(memory.Live(lane), x, bias, alone, 1, Inputs, Outputs, false);

        foreach (int count in new[] { 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 65, 100, 256 })
        {
            layer.Run(memory.Live([.. Enumerable.Range(0, count)]), x, bias, together, 1, Inputs, Outputs, false);
            for (int lane = 0; lane < count; lane++)
                Assert.Equal(alone.Span(lane, Outputs), together.Span(lane, Outputs));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Infinity_and_NaN_go_through_as_in_the_pruned_dense_layer(int by)
    {
        using var memory = new LaneMemory();
        using Layer layer = Layer.Pack([.. Enumerable.Range(0, 16).SelectMany(_ => new[] { 4f, 1, 3, 2 })], 16, 4, new Sparsity(2, 4, by));
        foreach (int rows in new[] { 1, 20 })
        {
            // Lanes 0 and 2 have an infinite input that stays, lanes 1 and 3 one that is pruned, lane 4 none.
            Rows<float> x = memory.Filled(4 * rows, (lane, i) => i % 4 == lane ? float.PositiveInfinity : 1);
            Rows<float> y = memory.Blank<float>(16 * rows);
            layer.Run(memory.All(), x, default, y, rows, 4, 16, false);

            Assert.All(
                Enumerable.Range(0, 5),
                lane =>
                    Assert.All(
                        y.Span(lane, 16 * rows).ToArray(),
                        v =>
                            Assert.Equal(
                                lane == 4 ? 7
                                    : lane % 2 == 0 ? float.PositiveInfinity
                                    : float.NaN,
                                v
                            )
                    )
            );
        }
    }

    [Fact]
    public void The_packed_form_is_smaller_by_what_was_pruned()
    {
        using var weight = PackedSparseMatrix.Pack(new float[256 * 1024], 256, 1024, new Sparsity(2, 8));
        using var shared = PackedSharedSparseMatrix.Pack(new float[256 * 1024], 256, 1024, new Sparsity(2, 8, 16));

        // A byte for each value; four bytes for sixteen values.
        Assert.Equal(256 * 256 * 5, weight.Bytes);
        Assert.Equal(256 * 256 * 4 + 16 * 256 * 4, shared.Bytes);
    }

    [Fact]
    public void What_cannot_be_packed_or_run_is_refused_with_the_sizes()
    {
        using var memory = new LaneMemory();
        using var weight = PackedSparseMatrix.Pack(new float[16], 2, 8, new Sparsity(2, 4));
        Rows<float> rows = memory.Blank<float>(16);
        Lanes all = memory.All();

        Assert.Contains(
            "3 x 8 is not within the stored 2 x 8",
            Assert.Throws<ArgumentException>(() => SparseLinear.Run(all, rows, weight, default, rows, 1, 8, 3)).Message
        );
        Assert.Contains(
            "6 inputs are not a multiple of 4",
            Assert.Throws<ArgumentException>(() => SparseLinear.Run(all, rows, weight, default, rows, 1, 6, 2)).Message
        );
        Assert.Throws<ArgumentException>(() => PackedSparseMatrix.Pack(new float[18], 3, 6, new Sparsity(2, 3)));
        Assert.Throws<ArgumentException>(() => PackedSharedSparseMatrix.Pack(new float[64], 8, 8, new Sparsity(2, 4, 8)));
        Assert.Throws<ArgumentException>(() => PackedSparseMatrix.Pack(Tensor.FromArray([1f, 2f], 2), new Sparsity(1, 2)));
    }

    private sealed class Layer(PackedSparseMatrix? own, PackedSharedSparseMatrix? shared) : IDisposable
    {
        public static Layer Pack(float[] w, int outputs, int inputs, Sparsity sparsity) =>
            PackedSharedSparseMatrix.Takes(sparsity)
                ? new(null, PackedSharedSparseMatrix.Pack(w, outputs, inputs, sparsity))
                : new(PackedSparseMatrix.Pack(w, outputs, inputs, sparsity), null);

        public void Run(Lanes live, Rows<float> x, Rows<float> bias, Rows<float> y, int rows, int inputs, int outputs, bool relu)
        {
            if (own is not null)
                SparseLinear.Run(live, x, own, bias, y, rows, inputs, outputs, relu);
            else
                SparseLinear.Run(live, x, shared!, bias, y, rows, inputs, outputs, relu);
        }

        public void Dispose()
        {
            own?.Dispose();
            shared?.Dispose();
        }
    }

    private static float[] Pruned(float[] w, int outputs, int inputs, Sparsity sparsity)
    {
        var pruned = new float[w.Length];
        Pruning.Prune(w, outputs, inputs, sparsity, pruned);
        return pruned;
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
