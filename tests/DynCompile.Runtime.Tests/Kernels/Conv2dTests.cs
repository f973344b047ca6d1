using DynCompile.Runtime.Kernels;
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
            tolerance: 2e-5
        );
        byte[][] bits = [.. Enumerable.Range(0, memory.Capacity).Select(lane => Bits(y, lane, length))];
        KernelCheck.Run(
            memory,
            y,
            length,
            live => Conv2d.Run(live, x, weight, bias, y, inputs, outputs, height, width, window, groups),
            expected,
            tolerance: 2e-5
        );
        for (int lane = 0; lane < memory.Capacity; lane++)
            Assert.Equal(bits[lane], Bits(y, lane, length));
    }

    [Fact]
    public void Prefixes_of_both_channels_are_a_smaller_convolution_and_relu_clears_negatives()
    {
        using var memory = new LaneMemory();
        var window = new Window2d(3, 3, PaddingHeight: 1, PaddingWidth: 1);
        float[] w = RandomFloats.Of(16 * 6 * 9, seed: 2);
        using var packed = PackedConvolution.Pack(Tensor.FromArray(w, 16, 6, 3, 3));
        Rows<float> x = memory.Random(4 * 5 * 12);
        Rows<float> y = memory.Blank<float>(11 * 5 * 12);
        KernelCheck.Run(
            memory,
            y,
            11 * 5 * 12,
            live => Conv2d.Run(live, x, packed, default, y, 4, 11, 5, 12, window, relu: true),
            lane =>
                [
                    .. Definition(x.Span(lane, 4 * 5 * 12), w, new float[11], 4, 11, 5, 12, window, 1, storedInputs: 6)
                        .Select(v => Math.Max(v, 0)),
                ],
            tolerance: 2e-5
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
