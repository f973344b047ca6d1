using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>e^(x - shift) over one contiguous run, as the softmax family needs it.</summary>
internal static unsafe class Exponentials
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shifted(float* x, float* y, float shift, int length)
    {
        int i = 0;
        for (; i <= length - 8; i += 8)
            Elementary.Exp(Vector256.Load(x + i) - Vector256.Create(shift)).Store(y + i);
        for (; i < length; i++)
            y[i] = Elementary.Exp(x[i] - shift);
    }

    /// <summary>Σ e^(x - shift) over a contiguous run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, float shift, int length)
    {
        Vector256<float> sums = default;
        int i = 0;
        for (; i <= length - 8; i += 8)
            sums += Elementary.Exp(Vector256.Load(x + i) - Vector256.Create(shift));
        float sum = Vector256.Sum(sums);
        for (; i < length; i++)
            sum += Elementary.Exp(x[i] - shift);
        return sum;
    }

    /// <summary>log Σ e^x over elements <paramref name="stride"/> apart; -inf of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogSum(float* x, int length, int stride)
    {
        float max = float.NegativeInfinity;
        if (stride == 1)
            max = Sums.Max(x, length);
        else
        {
            for (nint i = 0; i < length; i++)
                max = MathF.Max(max, x[i * stride]);
        }
        // An infinite shift would give inf - inf.
        float shift = float.IsInfinity(max) ? 0 : max;
        if (stride == 1)
            return shift + Elementary.Log(Sum(x, shift, length));
        float sum = 0;
        for (nint i = 0; i < length; i++)
            sum += Elementary.Exp(x[i * stride] - shift);
        return shift + Elementary.Log(sum);
    }
}
