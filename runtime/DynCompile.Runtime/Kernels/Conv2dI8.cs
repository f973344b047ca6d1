using DynCompile.Runtime.Kernels.Bytes;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels;

/// <summary>Convolutions of 8-bit integers over an image, channels first; sums are 32-bit and wrap.</summary>
public static unsafe class Conv2dI8
{
    // Places whose sums are turned into planes at once.
    private const int PlacesOfBlock = 8 * ByteTile<SingleProducts>.Rows;

    /// <summary>y = conv2d(x, w).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[outputs, inputs / groups, kernel height, kernel width], or with more outputs.</param>
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
        PackedConvolutionI8 weight,
        Rows<int> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups
    )
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.RequirePrefix(outputs, inputs / groups, window, groups);
        if (outputs == 0 || window.OutputHeight(height) == 0 || window.OutputWidth(width) == 0)
            return;
        if (weight.Packing == FourByteProducts.Group)
            Run<FourByteProducts>(live, x, weight, y, inputs, outputs, height, width, window);
        else if (weight.Packing == TwoByteProducts.Group)
            Run<TwoByteProducts>(live, x, weight, y, inputs, outputs, height, width, window);
        else
            Run<SingleProducts>(live, x, weight, y, inputs, outputs, height, width, window);
        GC.KeepAlive(weight);
    }

    /// <summary>y = conv2d(x, w) with a weight that the network computes.</summary>
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

    // Each channel group of each image becomes pixels of packed channels with their border, over which the kernel's positions are offsets.
    private static void Run<T>(
        Lanes live,
        Rows<sbyte> x,
        PackedConvolutionI8 weight,
        Rows<int> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window
    )
        where T : struct, IByteProducts
    {
        (int channels, int ofGroup) = (inputs / weight.Groups, outputs / weight.Groups);
        int pixel = weight.Panels(0).GroupsOfRun;
        int pitch = (width + 2 * window.PaddingWidth) * pixel;
        int taps = weight.Panels(0).Groups;
        long imageLength = (long)(height + 2 * window.PaddingHeight) * pitch;
        int* offsets = (int*)KernelScratch.Take((taps + imageLength + PlacesOfBlock * BytePanels.Width) * sizeof(int));
        int* image = offsets + taps;
        int* sums = image + imageLength;
        FillOffsets(offsets, window, pixel, pitch);
        int places = window.OutputHeight(height) * window.OutputWidth(width);
        foreach (int lane in live)
        {
            new Span<byte>(image, checked((int)(imageLength * sizeof(int)))).Fill(T.Zero);
            for (int group = 0; group < weight.Groups; group++)
            {
                int* firstPixel = image + (nint)window.PaddingHeight * pitch + (nint)window.PaddingWidth * pixel;
                PackPixels<T>(x.Row(lane) + (nint)group * channels * height * width, firstPixel, channels, height, width, pixel, pitch);
                int* ys = y.Row(lane) + (nint)group * ofGroup * places;
                Convolve<T>(image, weight.Panels(group), offsets, sums, ys, ofGroup, places, width, window, pixel, pitch);
            }
        }
    }

    private static void FillOffsets(int* offsets, Window2d window, int pixel, int pitch)
    {
        for (int row = 0; row < window.KernelHeight; row++)
        for (int column = 0; column < window.KernelWidth; column++)
        for (int i = 0; i < pixel; i++)
            *offsets++ = row * window.DilationHeight * pitch + column * window.DilationWidth * pixel + i;
    }

    private static void PackPixels<T>(sbyte* x, int* pixels, int channels, int height, int width, int pixel, int pitch)
        where T : struct, IByteProducts
    {
        int elementBytes = sizeof(int) / T.Group;
        for (int channel = 0; channel < channels; channel++)
        for (int row = 0; row < height; row++, x += width)
        {
            byte* line = (byte*)(pixels + (nint)row * pitch) + channel * elementBytes;
            for (int column = 0; column < width; column++)
                T.Pack(x + column, line + (nint)column * pixel * sizeof(int), 1);
        }
    }

    private static void Convolve<T>(
        int* image,
        BytePanels weight,
        int* offsets,
        int* sums,
        int* y,
        int outputs,
        int places,
        int width,
        Window2d window,
        int pixel,
        int pitch
    )
        where T : struct, IByteProducts
    {
        int yWidth = window.OutputWidth(width);
        int** xs = stackalloc int*[PlacesOfBlock + ByteTile<T>.Rows];
        int** ys = stackalloc int*[PlacesOfBlock + ByteTile<T>.Rows];
        for (int first = 0; first < places; first += PlacesOfBlock)
        {
            int count = Math.Min(PlacesOfBlock, places - first);
            // Behind the last place its pointers are repeated: what stands for no place is computed and written over.
            for (int i = 0; i < count + ByteTile<T>.Rows; i++)
            {
                int place = Math.Min(i, count - 1);
                (int row, int column) = ((first + place) / yWidth, (first + place) % yWidth);
                xs[i] = image + (nint)row * window.StrideHeight * pitch + (nint)column * window.StrideWidth * pixel;
                ys[i] = sums + place * BytePanels.Width;
            }
            for (int o = 0; o < outputs; o += BytePanels.Width)
            {
                int panel = o / BytePanels.Width;
                ByteTile<T>.Run(xs, ys, count, offsets, weight.Groups, weight.Weights(panel), weight.Start(panel), column: 0);
                // Only moved, so that integers may go as floats.
                Transposition.Copy(
                    (float*)sums,
                    BytePanels.Width,
                    (float*)(y + (nint)o * places + first),
                    places,
                    count,
                    Math.Min(BytePanels.Width, outputs - o)
                );
            }
        }
    }
}
