namespace DynCompile.Runtime.Kernels;

/// <summary>Convolutions of 8-bit integers over an image, channels first; sums are 32-bit and wrap.</summary>
public static unsafe class Conv2dI8
{
    /// <summary>y = conv2d(x, w).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[outputs, inputs / groups, kernel height, kernel width].</param>
    /// <param name="y">[outputs, output height, output width]; not x.</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the kernel moves.</param>
    /// <param name="groups">Channel groups that do not see each other.</param>
    public static void Run(
        Lanes live,
        Rows<sbyte> x,
        Rows<sbyte> weight,
        Rows<int> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups
    )
    {
        (int yHeight, int yWidth) = (window.OutputHeight(height), window.OutputWidth(width));
        (int groupInputs, int groupOutputs) = (inputs / groups, outputs / groups);
        foreach (int lane in live)
        {
            int* ys = y.Row(lane);
            for (int o = 0; o < outputs; o++)
            {
                sbyte* channels = x.Row(lane) + (nint)(o / groupOutputs) * groupInputs * height * width;
                sbyte* kernel = weight.Row(lane) + (nint)o * groupInputs * window.KernelHeight * window.KernelWidth;
                for (int row = 0; row < yHeight; row++)
                for (int column = 0; column < yWidth; column++)
                    *ys++ = Sum(channels, kernel, groupInputs, height, width, row, column, window);
            }
        }
    }

    private static int Sum(sbyte* x, sbyte* kernel, int inputs, int height, int width, int row, int column, Window2d window)
    {
        int sum = 0;
        int top = row * window.StrideHeight - window.PaddingHeight;
        int left = column * window.StrideWidth - window.PaddingWidth;
        for (int c = 0; c < inputs; c++, x += (nint)height * width)
        {
            for (int i = 0; i < window.KernelHeight; i++, kernel += window.KernelWidth)
            {
                int h = top + i * window.DilationHeight;
                if ((uint)h >= (uint)height)
                    continue;
                for (int j = 0; j < window.KernelWidth; j++)
                {
                    int w = left + j * window.DilationWidth;
                    if ((uint)w < (uint)width)
                        sum = unchecked(sum + x[(nint)h * width + w] * kernel[j]);
                }
            }
        }
        return sum;
    }
}
