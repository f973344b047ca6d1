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

    /// <summary>log Σ e^x over elements <paramref name="stride"/> apart; -inf of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogSum(float* x, int length, int stride)
    {
        float max = float.NegativeInfinity;
        for (nint i = 0; i < length; i++)
            max = MathF.Max(max, x[i * stride]);
        // An infinite shift would give inf - inf.
        float shift = float.IsInfinity(max) ? 0 : max;
        float sum = 0;
        for (nint i = 0; i < length; i++)
            sum += Elementary.Exp(x[i * stride] - shift);
        return shift + Elementary.Log(sum);
    }
}
