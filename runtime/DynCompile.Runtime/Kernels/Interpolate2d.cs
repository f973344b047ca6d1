namespace DynCompile.Runtime.Kernels;

/// <summary>Scales the images of all channels, as <c>torch.nn.functional.interpolate</c> with <c>align_corners=False</c>.</summary>
/// <remarks>A scale is in source pixels per result pixel: size / output size, or 1 / the factor that the model gives.</remarks>
public static unsafe class Interpolate2d
{
    /// <summary>Each result pixel is the source pixel that it falls into.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, outputHeight, outputWidth].</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="outputHeight">Rows of y.</param>
    /// <param name="outputWidth">Columns of y.</param>
    /// <param name="scaleHeight">Source rows per result row.</param>
    /// <param name="scaleWidth">Source columns per result column.</param>
    public static void Nearest(
        Lanes live,
        Rows<float> x,
        Rows<float> y,
        int channels,
        int height,
        int width,
        int outputHeight,
        int outputWidth,
        float scaleHeight,
        float scaleWidth
    )
    {
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int channel = 0; channel < channels; channel++, xs += (nint)height * width)
            for (int row = 0; row < outputHeight; row++)
            {
                float* line = xs + (nint)Math.Min((int)(row * scaleHeight), height - 1) * width;
                for (int column = 0; column < outputWidth; column++)
                    *ys++ = line[Math.Min((int)(column * scaleWidth), width - 1)];
            }
        }
    }

    /// <inheritdoc cref="Nearest(Lanes, Rows{float}, Rows{float}, int, int, int, int, int, float, float)"/>
    public static void Nearest(
        Lanes live,
        Rows<float> x,
        Rows<float> y,
        int channels,
        int height,
        int width,
        int outputHeight,
        int outputWidth
    ) => Nearest(live, x, y, channels, height, width, outputHeight, outputWidth, (float)height / outputHeight, (float)width / outputWidth);

    /// <summary>Each result pixel is mixed from the four source pixels around its centre.</summary>
    /// <inheritdoc cref="Nearest(Lanes, Rows{float}, Rows{float}, int, int, int, int, int, float, float)"/>
    public static void Bilinear(
        Lanes live,
        Rows<float> x,
        Rows<float> y,
        int channels,
        int height,
        int width,
        int outputHeight,
        int outputWidth,
        float scaleHeight,
        float scaleWidth
    )
    {
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int channel = 0; channel < channels; channel++, xs += (nint)height * width)
            for (int row = 0; row < outputHeight; row++)
            {
                Neighbours vertical = Around(row, scaleHeight, height);
                float* upper = xs + (nint)vertical.First * width;
                float* lower = xs + (nint)vertical.Second * width;
                for (int column = 0; column < outputWidth; column++)
                {
                    Neighbours horizontal = Around(column, scaleWidth, width);
                    float top = horizontal.Mix(upper[horizontal.First], upper[horizontal.Second]);
                    float bottom = horizontal.Mix(lower[horizontal.First], lower[horizontal.Second]);
                    *ys++ = vertical.Mix(top, bottom);
                }
            }
        }
    }

    /// <summary>Each result pixel is mixed from the four source pixels around its centre.</summary>
    /// <inheritdoc cref="Nearest(Lanes, Rows{float}, Rows{float}, int, int, int, int, int, float, float)"/>
    public static void Bilinear(
        Lanes live,
        Rows<float> x,
        Rows<float> y,
        int channels,
        int height,
        int width,
        int outputHeight,
        int outputWidth
    ) => Bilinear(live, x, y, channels, height, width, outputHeight, outputWidth, (float)height / outputHeight, (float)width / outputWidth);

    private static Neighbours Around(int index, float scale, int size)
    {
        float source = MathF.Max(0, scale * (index + 0.5f) - 0.5f);
        int first = Math.Min((int)source, size - 1);
        return new(first, Math.Min(first + 1, size - 1), source - first);
    }

    private readonly record struct Neighbours(int First, int Second, float Share)
    {
        public float Mix(float first, float second) => (1 - Share) * first + Share * second;
    }
}
