using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class InterpolateTests
{
    [Fact]
    public void Nearest_repeats_the_pixel_that_a_result_falls_into()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(1f, 2f, 3f);
        Rows<float> y = memory.Blank<float>(5);
        KernelCheck.Run(memory, y, 5, live => Interpolate2d.Nearest(live, x, y, 1, 1, 3, 1, 5), _ => [1, 1, 2, 2, 3]);
    }

    [Fact]
    public void A_given_scale_is_kept_even_where_the_sizes_would_say_another()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(0f, 1f, 2f, 3f, 4f);
        Rows<float> y = memory.Blank<float>(3);
        // Five pixels times 0.7 are three, two thirds of the pixels apart being another distance than 1 / 0.7.
        KernelCheck.Run(
            memory,
            y,
            3,
            live => Interpolate2d.Bilinear(live, x, y, 1, 1, 5, 1, 3, 1, 1 / 0.7f),
            _ => [0.5 / 0.7 - 0.5, 1.5 / 0.7 - 0.5, 2.5 / 0.7 - 0.5]
        );
    }

    [Theory]
    [InlineData(3, 4, 6, 8)]
    [InlineData(5, 3, 2, 7)]
    [InlineData(1, 1, 3, 3)]
    public void Bilinear_mixes_the_four_pixels_around_a_centre(int height, int width, int outputHeight, int outputWidth)
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Random(2 * height * width);
        int length = 2 * outputHeight * outputWidth;
        Rows<float> y = memory.Blank<float>(length);
        KernelCheck.Run(
            memory,
            y,
            length,
            live => Interpolate2d.Bilinear(live, x, y, 2, height, width, outputHeight, outputWidth),
            lane =>
            {
                double[] pixels = KernelCheck.Doubles(x, lane, 2 * height * width);
                return
                [
                    .. Enumerable
                        .Range(0, length)
                        .Select(i =>
                        {
                            double fromRow = Source(i / outputWidth % outputHeight, height, outputHeight);
                            double fromColumn = Source(i % outputWidth, width, outputWidth);
                            double sum = 0;
                            for (int iy = 0; iy < height; iy++)
                            for (int ix = 0; ix < width; ix++)
                                sum +=
                                    Math.Max(0, 1 - Math.Abs(iy - fromRow))
                                    * Math.Max(0, 1 - Math.Abs(ix - fromColumn))
                                    * pixels[(i / (outputHeight * outputWidth) * height + iy) * width + ix];
                            return sum;
                        }),
                ];
            }
        );
    }

    // Beyond the last centre the last pixel stays.
    private static double Source(int index, int size, int outputSize) => Math.Clamp((index + 0.5) * size / outputSize - 0.5, 0, size - 1);
}
