using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class PoolingTests
{
    [Theory]
    [InlineData(2, 2, 0, 1)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(2, 1, 0, 2)]
    [InlineData(7, 1, 3, 1)]
    public void The_largest_element_under_the_window_wins(int kernel, int stride, int padding, int dilation)
    {
        using var memory = new LaneMemory();
        var window = new Window2d(kernel, kernel, stride, stride, padding, padding, dilation, dilation);
        Rows<float> x = memory.Random(3 * 7 * 9);
        int length = 3 * window.OutputHeight(7) * window.OutputWidth(9);
        Rows<float> y = memory.Blank<float>(length);
        KernelCheck.Run(
            memory,
            y,
            length,
            live => MaxPool2d.Run(live, x, y, 3, 7, 9, window),
            lane => Pool(KernelCheck.Doubles(x, lane, 3 * 7 * 9), 3, 7, 9, window, inside => inside.Max())
        );
    }

    [Fact]
    public void Random_windows_pool_what_is_under_them()
    {
        var random = new Random(3);
        for (int i = 0; i < 60; i++)
        {
            using var memory = new LaneMemory(2);
            (int height, int width) = (random.Next(1, 20), random.Next(1, 45));
            var window = new Window2d(
                random.Next(1, 5),
                random.Next(1, 6),
                random.Next(1, 5),
                random.Next(1, 5),
                random.Next(0, 3),
                random.Next(0, 3),
                random.Next(1, 4),
                random.Next(1, 4)
            );
            int area = window.KernelHeight * window.KernelWidth;
            int length = 2 * window.OutputHeight(height) * window.OutputWidth(width);
            Rows<float> x = memory.Random(2 * height * width, seed: i);
            Rows<float> y = memory.Blank<float>(length);
            Func<IReadOnlyCollection<double>, double> largest = inside => inside.DefaultIfEmpty(double.NegativeInfinity).Max();
            RequireClose(live => MaxPool2d.Run(live, x, y, 2, height, width, window), largest);
            RequireClose(live => AvgPool2d.Run(live, x, y, 2, height, width, window), inside => inside.Sum() / area);

            void RequireClose(Action<Lanes> run, Func<IReadOnlyCollection<double>, double> join)
            {
                for (int lane = 0; lane < 2; lane++)
                    y.Span(lane, length + 3).Fill(99);
                run(memory.All());
                for (int lane = 0; lane < 2; lane++)
                {
                    double[] expected = Pool(KernelCheck.Doubles(x, lane, 2 * height * width), 2, height, width, window, join);
                    for (int e = 0; e < length; e++)
                        Assert.Equal(expected[e], y.Span(lane, length)[e], 1e-5);
                    Assert.All(y.Span(lane, length + 3)[length..].ToArray(), v => Assert.Equal(99, v));
                }
            }
        }
    }

    [Fact]
    public void Nan_passes_through_a_max_pool_and_infinities_are_ordinary()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(float.NaN, 1, float.NegativeInfinity, float.NegativeInfinity);
        Rows<float> y = memory.Blank<float>(2);
        KernelCheck.Run(
            memory,
            y,
            2,
            live => MaxPool2d.Run(live, x, y, 1, 1, 4, new Window2d(1, 2, 1, 2)),
            _ => [double.NaN, double.NegativeInfinity]
        );
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 1)]
    public void An_average_counts_the_border_as_zeros(int kernel, int stride, int padding)
    {
        using var memory = new LaneMemory();
        var window = new Window2d(kernel, kernel, stride, stride, padding, padding);
        Rows<float> x = memory.Random(2 * 6 * 5);
        int length = 2 * window.OutputHeight(6) * window.OutputWidth(5);
        Rows<float> y = memory.Blank<float>(length);
        KernelCheck.Run(
            memory,
            y,
            length,
            live => AvgPool2d.Run(live, x, y, 2, 6, 5, window),
            lane => Pool(KernelCheck.Doubles(x, lane, 60), 2, 6, 5, window, inside => inside.Sum() / (kernel * kernel))
        );
    }

    [Theory]
    [InlineData(7, 10, 3, 4)]
    [InlineData(4, 4, 1, 1)]
    [InlineData(3, 2, 5, 2)]
    public void Adaptive_cells_share_the_pixels_at_their_edges(int height, int width, int outputHeight, int outputWidth)
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Random(2 * height * width);
        int length = 2 * outputHeight * outputWidth;
        Rows<float> y = memory.Blank<float>(length);
        KernelCheck.Run(
            memory,
            y,
            length,
            live => AdaptiveAvgPool2d.Run(live, x, y, 2, height, width, outputHeight, outputWidth),
            lane =>
            {
                double[] pixels = KernelCheck.Doubles(x, lane, 2 * height * width);
                var expected = new double[length];
                for (int i = 0; i < length; i++)
                {
                    int row = i / outputWidth % outputHeight;
                    int column = i % outputWidth;
                    int top = row * height / outputHeight;
                    int bottom = (int)Math.Ceiling((row + 1.0) * height / outputHeight);
                    int left = column * width / outputWidth;
                    int right = (int)Math.Ceiling((column + 1.0) * width / outputWidth);
                    for (int iy = top; iy < bottom; iy++)
                    for (int ix = left; ix < right; ix++)
                        expected[i] += pixels[(i / (outputHeight * outputWidth) * height + iy) * width + ix];
                    expected[i] /= (bottom - top) * (right - left);
                }
                return expected;
            }
        );
    }

    private static double[] Pool(
        double[] x,
        int channels,
        int height,
        int width,
        Window2d window,
        Func<IReadOnlyCollection<double>, double> join
    )
    {
        var results = new List<double>();
        for (int channel = 0; channel < channels; channel++)
        for (int row = 0; row < window.OutputHeight(height); row++)
        for (int column = 0; column < window.OutputWidth(width); column++)
        {
            var inside = new List<double>();
            for (int ky = 0; ky < window.KernelHeight; ky++)
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int iy = row * window.StrideHeight - window.PaddingHeight + ky * window.DilationHeight;
                int ix = column * window.StrideWidth - window.PaddingWidth + kx * window.DilationWidth;
                if (iy >= 0 && iy < height && ix >= 0 && ix < width)
                    inside.Add(x[(channel * height + iy) * width + ix]);
            }
            results.Add(join(inside));
        }
        return [.. results];
    }
}
