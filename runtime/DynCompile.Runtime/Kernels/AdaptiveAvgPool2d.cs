namespace DynCompile.Runtime.Kernels;

/// <summary>Means over as many cells as the result has, for each channel.</summary>
public static unsafe class AdaptiveAvgPool2d
{
    /// <summary>y = adaptive_avg_pool2d(x): cell i runs from ⌊i n / m⌋ to ⌈(i + 1) n / m⌉.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, outputHeight, outputWidth].</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="outputHeight">Rows of y.</param>
    /// <param name="outputWidth">Columns of y.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int channels, int height, int width, int outputHeight, int outputWidth)
    {
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int channel = 0; channel < channels; channel++, xs += (nint)height * width)
            for (int row = 0; row < outputHeight; row++)
            for (int column = 0; column < outputWidth; column++)
            {
                (int top, int bottom) = Cell(row, height, outputHeight);
                (int left, int right) = Cell(column, width, outputWidth);
                float sum = 0;
                // Whole rows are one run.
                if (right - left == width)
                    sum = Sums.Sum(xs + (nint)top * width, (bottom - top) * width);
                else
                {
                    for (int i = top; i < bottom; i++)
                        sum += Sums.Sum(xs + (nint)i * width + left, right - left);
                }
                *ys++ = sum / ((bottom - top) * (right - left));
            }
        }
    }

    private static (int Start, int End) Cell(int index, int size, int cells) =>
        ((int)((long)index * size / cells), (int)((((long)index + 1) * size + cells - 1) / cells));
}
