using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>x - log Σ e^x along one axis.</summary>
public static unsafe class LogSoftmax
{
    /// <summary>y = log_softmax(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">[outer, axis, inner]; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int outer, int axis, int inner)
    {
        foreach (int lane in live)
        {
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                float* xs = x.Row(lane) + (nint)o * axis * inner + i;
                float* ys = y.Row(lane) + (nint)o * axis * inner + i;
                if (inner == 1)
                    Contiguous(xs, ys, axis);
                else
                    Column(xs, ys, axis, inner);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Contiguous(float* x, float* y, int axis)
    {
        float max = Sums.Max(x, axis);
        float log = Elementary.Log(Exponentials.Sum(x, max, axis));
        int i = 0;
        for (; i <= axis - 8; i += 8)
            (Vector256.Load(x + i) - Vector256.Create(max) - Vector256.Create(log)).Store(y + i);
        for (; i < axis; i++)
            y[i] = x[i] - max - log;
    }

    // (x - max) - log Σ e^(x - max): the large shift cancels before it can round the small difference away.
    private static void Column(float* x, float* y, int axis, int stride)
    {
        float max = float.NegativeInfinity;
        for (nint a = 0; a < axis; a++)
            max = MathF.Max(max, x[a * stride]);
        float sum = 0;
        for (nint a = 0; a < axis; a++)
            sum += Elementary.Exp(x[a * stride] - max);
        float log = Elementary.Log(sum);
        for (nint a = 0; a < axis; a++)
            y[a * stride] = x[a * stride] - max - log;
    }
}
