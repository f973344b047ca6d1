namespace DynCompile.Runtime.Kernels;

/// <summary>Centres and scales each channel by stored statistics, as <c>torch.nn.functional.batch_norm</c> in eval mode.</summary>
public static unsafe class BatchNorm
{
    /// <summary>y = (x - mean) · weight / √(variance + epsilon) + bias, for each channel.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, area].</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="weight">[channels], or none.</param>
    /// <param name="bias">[channels], or none.</param>
    /// <param name="y">[channels, area]; may be x.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="area">Elements of a channel.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        Rows<float> mean,
        Rows<float> variance,
        Rows<float> weight,
        Rows<float> bias,
        Rows<float> y,
        int channels,
        int area,
        float epsilon,
        bool relu = false
    )
    {
        foreach (int lane in live)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                float scale = 1 / MathF.Sqrt(variance.Row(lane)[channel] + epsilon);
                if (!weight.IsNull)
                    scale *= weight.Row(lane)[channel];
                float shift = bias.IsNull ? 0 : bias.Row(lane)[channel];
                nint start = (nint)channel * area;
                Affine.Run(x.Row(lane) + start, y.Row(lane) + start, area, mean.Row(lane)[channel], scale, shift, relu);
            }
        }
    }
}
