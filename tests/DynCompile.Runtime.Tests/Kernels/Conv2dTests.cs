using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels;
using DynCompile.Runtime.Kernels.Tiles;
using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Kernels;

public class Conv2dTests
{
    public static TheoryData<int, int, int, int, Window2d, int> Cases =>
        new()
        {
            { 1, 1, 1, 1, new(1, 1), 1 },
            { 3, 10, 9, 20, new(3, 3, PaddingHeight: 1, PaddingWidth: 1), 1 },
            { 2, 17, 11, 23, new(5, 3, 2, 2, 2, 1), 1 },
            { 4, 6, 12, 25, new(3, 3, 1, 2, 2, 2, 2, 2), 2 },
            { 6, 6, 7, 7, new(3, 3, PaddingHeight: 1, PaddingWidth: 1), 6 },
            { 3, 4, 1, 30, new(1, 5, 1, 3, 0, 2), 1 },
            { 2, 8, 2, 2, new(3, 3), 1 },
            { 2, 3, 3, 4, new(3, 3, 1, 1, 3, 3), 1 },
            // A kernel as large as the image, positions that share a phase, more strides than the kernel is large.
            { 5, 7, 6, 5, new(6, 5), 1 },
            { 3, 5, 13, 14, new(3, 4, 4, 6, 1, 2, 2, 3), 1 },
            { 3, 5, 11, 13, new(2, 1, 3, 4), 1 },
            // More summands than a block, and tiles of 8, 6, 4, 2 and 1 rows.
            { 37, 31, 9, 8, new(3, 3, PaddingHeight: 1, PaddingWidth: 1), 1 },
            // Vectors over output channels: borders, strides, dilations, an odd panel at the end, more places than a block.
            { 5, 32, 9, 8, new(3, 3, PaddingHeight: 1, PaddingWidth: 1), 1 },
            { 3, 32, 21, 17, new(3, 2), 1 },
            { 3, 64, 13, 14, new(3, 4, 4, 3, 1, 2, 2, 3), 1 },
            { 60, 112, 7, 6, new(3, 3, 2, 2, 1, 1), 1 },
            { 40, 32, 61, 57, new(3, 3, 1, 1, 1, 1), 1 },
            { 2, 32, 1, 300, new(1, 5, 1, 2, 0, 2), 1 },
            { 70, 32, 1, 1, new(1, 1), 1 },
            // More than a band.
            { 40, 9, 61, 57, new(3, 3, 1, 1, 1, 1), 1 },
            { 64, 3, 100, 40, new(1, 1), 1 },
            { 8, 16, 10, 11, new(3, 3, 2, 2, 1, 1), 8 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Packed_and_computed_weights_give_the_defined_sums_and_the_same_bits(
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups
    )
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(outputs * inputs / groups * window.KernelHeight * window.KernelWidth, seed: 2);
        float[] b = RandomFloats.Of(outputs, seed: 3);
        using var packed = PackedConvolution.Pack(
            Tensor.FromArray(w, outputs, inputs / groups, window.KernelHeight, window.KernelWidth),
            groups
        );
        Rows<float> x = memory.Random(inputs * height * width);
        Rows<float> weight = memory.Shared(w);
        Rows<float> bias = memory.Shared(b);
        int length = outputs * window.OutputHeight(height) * window.OutputWidth(width);
        Rows<float> y = memory.Blank<float>(length);
        Func<int, double[]> expected = lane =>
            Definition(x.Span(lane, inputs * height * width), w, b, inputs, outputs, height, width, window, groups, inputs / groups);

        KernelCheck.Run(
            memory,
            y,
            length,
            live => Conv2d.Run(live, x, packed, bias, y, inputs, outputs, height, width, window, groups),
            expected,
            tolerance: 5e-5
        );
        byte[][] bits = [.. Enumerable.Range(0, memory.Capacity).Select(lane => Bits(y, lane, length))];
        KernelCheck.Run(
            memory,
            y,
            length,
            live => Conv2d.Run(live, x, weight, bias, y, inputs, outputs, height, width, window, groups),
            expected,
            tolerance: 5e-5
        );
        for (int lane = 0; lane < memory.Capacity; lane++)
            Assert.Equal(bits[lane], Bits(y, lane, length));
    }

    [Fact]
    public void Random_convolutions_are_right_with_vectors_of_any_width()
    {
        var random = new Random(7);
        for (int i = 0; i < 60; i++)
        {
            int groups = random.Next(5) == 0 ? random.Next(1, 5) : 1;
            int inputs = random.Next(0, 9) * groups;
            int outputs = random.Next(3) == 0 ? 32 * groups : random.Next(1, 19) * groups;
            (int height, int width) = (random.Next(1, 24), random.Next(1, 40));
            var window = new Window2d(
                random.Next(1, 6),
                random.Next(1, 6),
                random.Next(1, 4),
                random.Next(1, 4),
                random.Next(0, 4),
                random.Next(0, 4),
                random.Next(1, 4),
                random.Next(1, 4)
            );
            int length = outputs * window.OutputHeight(height) * window.OutputWidth(width);
            using var memory = new LaneMemory(2);
            int weightLength = inputs / groups * window.KernelHeight * window.KernelWidth;
            float[] w = RandomFloats.Of(outputs * weightLength, seed: i);
            Rows<float> weight = memory.Shared(w);
            Rows<float> x = memory.Random(inputs * height * width, seed: i);
            using var packed = PackedConvolution.Pack(
                Tensor.FromArray(w, outputs, inputs / groups, window.KernelHeight, window.KernelWidth),
                groups
            );
            Rows<float> y = memory.Blank<float>(length);
            byte[]? bits = null;
            RequireRight(live =>
                Conv2d.Run<Vector256<float>, Vectors256>(
                    live,
                    x,
                    weight,
                    weightLength,
                    default,
                    y,
                    inputs,
                    outputs,
                    height,
                    width,
                    window,
                    groups,
                    relu: false
                )
            );
            RequireRight(live =>
                Conv2d.Run<Vector512<float>, Vectors512>(
                    live,
                    x,
                    weight,
                    weightLength,
                    default,
                    y,
                    inputs,
                    outputs,
                    height,
                    width,
                    window,
                    groups,
                    relu: false
                )
            );
            if (packed.HasPanels)
            {
                RequireRight(live =>
                    Conv2d.Run<Vector256<float>, Vectors256>(
                        live,
                        x,
                        packed.Panels,
                        default,
                        y,
                        inputs,
                        outputs,
                        height,
                        width,
                        window,
                        relu: false
                    )
                );
                RequireRight(live =>
                    Conv2d.Run<Vector512<float>, Vectors512>(
                        live,
                        x,
                        packed.Panels,
                        default,
                        y,
                        inputs,
                        outputs,
                        height,
                        width,
                        window,
                        relu: false
                    )
                );
            }

            void RequireRight(Action<Lanes> run)
            {
                run(memory.All());
                for (int lane = 0; lane < 2; lane++)
                {
                    double[] expected = Definition(
                        x.Span(lane, inputs * height * width),
                        w,
                        new float[outputs],
                        inputs,
                        outputs,
                        height,
                        width,
                        window,
                        groups,
                        inputs / groups
                    );
                    for (int e = 0; e < length; e++)
                        Assert.Equal(expected[e], y.Span(lane, length)[e], 1e-4 * (1 + Math.Abs(expected[e])));
                }
                bits ??= Bits(y, 1, length + 3);
                Assert.Equal(bits, Bits(y, 1, length + 3));
            }
        }
    }

    [Fact]
    public void A_number_that_is_none_spoils_the_places_that_see_it_and_no_other()
    {
        using var memory = new LaneMemory(1);
        var window = new Window2d(3, 3, PaddingHeight: 1, PaddingWidth: 1);
        Rows<float> x = memory.Random(2 * 8 * 9);
        Rows<float> y = memory.Blank<float>(10 * 8 * 9);
        x.Span(0, 2 * 8 * 9)[8 * 9 + 3 * 9 + 8] = float.NaN;
        Conv2d.Run(memory.All(), x, memory.Random(10 * 2 * 9, seed: 4), default, y, 2, 10, 8, 9, window, relu: true);
        for (int place = 0; place < 10 * 8 * 9; place++)
        {
            (int row, int column) = (place / 9 % 8, place % 9);
            Assert.Equal(row is >= 2 and <= 4 && column >= 7, float.IsNaN(y.Span(0, 10 * 8 * 9)[place]));
        }
    }

    [Theory]
    [InlineData(16, 11)]
    [InlineData(64, 41)]
    [InlineData(64, 7)]
    public void Prefixes_of_both_channels_are_a_smaller_convolution_and_relu_clears_negatives(int storedOutputs, int outputs)
    {
        using var memory = new LaneMemory();
        var window = new Window2d(3, 3, PaddingHeight: 1, PaddingWidth: 1);
        float[] w = RandomFloats.Of(storedOutputs * 6 * 9, seed: 2);
        using var packed = PackedConvolution.Pack(Tensor.FromArray(w, storedOutputs, 6, 3, 3));
        Rows<float> x = memory.Random(4 * 5 * 12);
        Rows<float> y = memory.Blank<float>(outputs * 5 * 12);
        KernelCheck.Run(
            memory,
            y,
            outputs * 5 * 12,
            live => Conv2d.Run(live, x, packed, default, y, 4, outputs, 5, 12, window, relu: true),
            lane =>
                [
                    .. Definition(x.Span(lane, 4 * 5 * 12), w, new float[outputs], 4, outputs, 5, 12, window, 1, storedInputs: 6)
                        .Select(v => Math.Max(v, 0)),
                ],
            tolerance: 5e-5
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(32)]
    public void A_bias_may_differ_from_lane_to_lane(int outputs)
    {
        using var memory = new LaneMemory();
        var window = new Window2d(2, 2);
        float[] w = RandomFloats.Of(outputs * 3 * 4, seed: 2);
        using var packed = PackedConvolution.Pack(Tensor.FromArray(w, outputs, 3, 2, 2));
        Rows<float> x = memory.Random(3 * 4 * 5);
        Rows<float> bias = memory.Random(outputs, seed: 5);
        Rows<float> y = memory.Blank<float>(outputs * 3 * 4);
        KernelCheck.Run(
            memory,
            y,
            outputs * 3 * 4,
            live => Conv2d.Run(live, x, packed, bias, y, 3, outputs, 4, 5, window),
            lane => Definition(x.Span(lane, 60), w, bias.Span(lane, outputs).ToArray(), 3, outputs, 4, 5, window, 1, 3)
        );
    }

    [Fact]
    public void Pruning_goes_along_the_input_channels_at_each_kernel_position()
    {
        using var memory = new LaneMemory();
        using var packed = PackedConvolution.Pack(Tensor.FromArray([1f, 9f, 5f, 2f], 1, 2, 2), sparsity: new Sparsity(1, 2));
        Rows<float> x = memory.Shared(1f, 1f, 1f, 1f);
        Rows<float> y = memory.Blank<float>(1);
        KernelCheck.Run(memory, y, 1, live => Conv2d.Run(live, x, packed, default, y, 2, 1, 1, 2, new Window2d(1, 2)), _ => [14]);
    }

    private static byte[] Bits(Rows<float> rows, int lane, int length) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.Span(lane, length)).ToArray();

    private static double[] Definition(
        ReadOnlySpan<float> x,
        float[] w,
        float[] b,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups,
        int storedInputs
    )
    {
        int outputHeight = window.OutputHeight(height);
        int outputWidth = window.OutputWidth(width);
        int groupInputs = inputs / groups;
        var y = new double[outputs * outputHeight * outputWidth];
        for (int o = 0; o < outputs; o++)
        for (int row = 0; row < outputHeight; row++)
        for (int column = 0; column < outputWidth; column++)
        {
            double sum = b[o];
            for (int i = 0; i < groupInputs; i++)
            for (int ky = 0; ky < window.KernelHeight; ky++)
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int iy = row * window.StrideHeight - window.PaddingHeight + ky * window.DilationHeight;
                int ix = column * window.StrideWidth - window.PaddingWidth + kx * window.DilationWidth;
                if (iy < 0 || iy >= height || ix < 0 || ix >= width)
                    continue;
                int channel = o / (outputs / groups) * groupInputs + i;
                double weight = w[((o * storedInputs + i) * window.KernelHeight + ky) * window.KernelWidth + kx];
                sum += weight * x[(channel * height + iy) * width + ix];
            }
            y[(o * outputHeight + row) * outputWidth + column] = sum;
        }
        return y;
    }
}
