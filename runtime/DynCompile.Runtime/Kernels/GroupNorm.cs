namespace DynCompile.Runtime.Kernels;

/// <summary>Centres and scales groups of channels to variance 1, as <c>torch.nn.functional.group_norm</c>.</summary>
public static unsafe class GroupNorm
{
    /// <summary>y = (x - mean) / √(variance + epsilon) · weight + bias, with the statistics of each group of channels.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, area].</param>
    /// <param name="weight">[channels], or none.</param>
    /// <param name="bias">[channels], or none.</param>
    /// <param name="y">[channels, area]; may be x.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="area">Elements of a channel.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        Rows<float> weight,
        Rows<float> bias,
        Rows<float> y,
        int channels,
        int area,
        int groups,
        float epsilon
    )
    {
        int groupChannels = channels / groups;
        int length = groupChannels * area;
        foreach (int lane in live)
        {
            for (int group = 0; group < groups; group++)
            {
                float* xs = x.Row(lane) + (nint)group * length;
                float* ys = y.Row(lane) + (nint)group * length;
                float mean = Sums.Sum(xs, length) / length;
                float variance = Sums.SquaredDistances(xs, mean, length) / length;
                float factor = 1 / MathF.Sqrt(variance + epsilon);
                for (int i = 0; i < groupChannels; i++)
                {
                    int channel = group * groupChannels + i;
                    float scale = weight.IsNull ? factor : factor * weight.Row(lane)[channel];
                    float shift = bias.IsNull ? 0 : bias.Row(lane)[channel];
                    Affine.Run(xs + (nint)i * area, ys + (nint)i * area, area, mean, scale, shift, relu: false);
                }
            }
        }
    }
}
