using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Centres and scales each row to variance 1, as <c>torch.nn.functional.layer_norm</c>.</summary>
public static unsafe class LayerNorm
{
    /// <summary>y = (x - mean) / √(variance + epsilon) · weight + bias.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, length].</param>
    /// <param name="weight">[length], or none.</param>
    /// <param name="bias">[length], or none.</param>
    /// <param name="y">[rows, length]; may be x.</param>
    /// <param name="rows">Rows of one lane.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        Rows<float> weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int length,
        float epsilon
    )
    {
        foreach (int lane in live)
        {
            float* scales = weight.IsNull ? null : weight.Row(lane);
            float* shifts = bias.IsNull ? null : bias.Row(lane);
            for (nint row = 0; row < rows; row++)
            {
                float* xs = x.Row(lane) + row * length;
                float mean = Sums.Sum(xs, length) / length;
                float variance = Sums.SquaredDistances(xs, mean, length) / length;
                Scale(xs, scales, shifts, y.Row(lane) + row * length, length, mean, 1 / MathF.Sqrt(variance + epsilon));
            }
        }
    }

    /// <summary>y = (x - mean) · factor · scale + shift, element by element; none stands for 1 and 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(float* x, float* scales, float* shifts, float* y, int length, float mean, float factor)
    {
        int i = 0;
        for (; i <= length - 8; i += 8)
        {
            Vector256<float> v = (Vector256.Load(x + i) - Vector256.Create(mean)) * factor;
            if (scales != null)
                v *= Vector256.Load(scales + i);
            if (shifts != null)
                v += Vector256.Load(shifts + i);
            v.Store(y + i);
        }
        for (; i < length; i++)
        {
            float v = (x[i] - mean) * factor;
            if (scales != null)
                v *= scales[i];
            if (shifts != null)
                v += shifts[i];
            y[i] = v;
        }
    }
}
