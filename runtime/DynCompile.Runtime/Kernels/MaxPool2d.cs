using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels;

/// <summary>The largest element under a window, for each channel; the border counts as -inf, NaN passes through.</summary>
public static unsafe class MaxPool2d
{
    /// <summary>y = max_pool2d(x); over one axis with height 1.</summary>
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
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int channel = 0; channel < channels; channel++, xs += (nint)height * width)
            for (int row = 0; row < outputHeight; row++)
            for (int column = 0; column < outputWidth; column++)
                *ys++ = Largest(xs, height, width, window, row, column);
        }
    }

    private static float Largest(float* x, int height, int width, in Window2d window, int row, int column)
    {
        float largest = float.NegativeInfinity;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int iy = row * window.StrideHeight - window.PaddingHeight + ky * window.DilationHeight;
            if ((uint)iy >= (uint)height)
                continue;
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int ix = column * window.StrideWidth - window.PaddingWidth + kx * window.DilationWidth;
                if ((uint)ix < (uint)width)
                    largest = MathF.Max(largest, x[(nint)iy * width + ix]);
            }
        }
        return largest;
    }
}
