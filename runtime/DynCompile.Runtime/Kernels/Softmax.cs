using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>e^x / Σ e^x along one axis, shifted by the largest element.</summary>
public static unsafe class Softmax
{
    /// <summary>y = softmax(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">[outer, axis, inner]; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int outer, int axis, int inner)
    {
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int o = 0; o < outer; o++, xs += (nint)axis * inner, ys += (nint)axis * inner)
            {
                if (inner == 1)
                    Contiguous(xs, ys, axis);
                else
                    Strided(xs, ys, axis, inner);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Contiguous(float* x, float* y, int axis)
    {
        float max = Sums.Max(x, axis);
        Exponentials.Shifted(x, y, max, axis);
        float sum = Sums.Sum(y, axis);
        int i = 0;
        for (; i <= axis - 8; i += 8)
            (Vector256.Load(y + i) / sum).Store(y + i);
        for (; i < axis; i++)
            y[i] /= sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strided(float* x, float* y, int axis, int inner)
    {
        for (int column = 0; column < inner; column++)
        {
            float max = float.NegativeInfinity;
            for (nint i = 0; i < axis; i++)
                max = MathF.Max(max, x[i * inner + column]);
            float sum = 0;
            for (nint i = 0; i < axis; i++)
                sum += y[i * inner + column] = Elementary.Exp(x[i * inner + column] - max);
            for (nint i = 0; i < axis; i++)
                y[i * inner + column] /= sum;
        }
    }
}
