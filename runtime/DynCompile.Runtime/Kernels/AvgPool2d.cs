using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels;

/// <summary>The mean under a window, for each channel; the border counts as zeros.</summary>
public static unsafe class AvgPool2d
{
    /// <summary>y = avg_pool2d(x); over one axis with height 1.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, window.OutputHeight(height), window.OutputWidth(width)].</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the window moves.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int channels, int height, int width, Window2d window)
    {
        int outputHeight = window.OutputHeight(height);
        int outputWidth = window.OutputWidth(width);
        float area = window.KernelHeight * window.KernelWidth;
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int channel = 0; channel < channels; channel++, xs += (nint)height * width)
            for (int row = 0; row < outputHeight; row++)
            for (int column = 0; column < outputWidth; column++)
                *ys++ = Sum(xs, height, width, window, row, column) / area;
        }
    }

    private static float Sum(float* x, int height, int width, in Window2d window, int row, int column)
    {
        float sum = 0;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int iy = row * window.StrideHeight - window.PaddingHeight + ky * window.DilationHeight;
            if ((uint)iy >= (uint)height)
                continue;
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int ix = column * window.StrideWidth - window.PaddingWidth + kx * window.DilationWidth;
                if ((uint)ix < (uint)width)
                    sum += x[(nint)iy * width + ix];
            }
        }
        return sum;
    }
}
