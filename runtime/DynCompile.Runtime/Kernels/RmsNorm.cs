namespace DynCompile.Runtime.Kernels;

/// <summary>Scales each row to mean square 1, as <c>torch.nn.functional.rms_norm</c>.</summary>
public static unsafe class RmsNorm
{
    /// <summary>y = x / √(mean of x² + epsilon) · weight.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, length].</param>
    /// <param name="weight">[length], or none.</param>
    /// <param name="y">[rows, length]; may be x.</param>
    /// <param name="rows">Rows of one lane.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> weight, Rows<float> y, int rows, int length, float epsilon)
    {
        foreach (int lane in live)
        {
            float* scales = weight.IsNull ? null : weight.Row(lane);
            for (nint row = 0; row < rows; row++)
            {
                float* xs = x.Row(lane) + row * length;
                float meanSquare = Sums.Product(xs, xs, length) / length;
                LayerNorm.Scale(xs, scales, null, y.Row(lane) + row * length, length, 0, 1 / MathF.Sqrt(meanSquare + epsilon));
            }
        }
    }
}
