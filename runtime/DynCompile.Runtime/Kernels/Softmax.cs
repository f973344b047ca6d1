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
        Quotients.Divide(y, sum, axis);
    }

    // Vectors run over the columns; an element has the same bits whatever column it is in.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strided(float* x, float* y, int axis, int inner)
    {
        int column = 0;
        for (; column <= inner - 8; column += 8)
        {
            Vector256<float> max = Vector256.Create(float.NegativeInfinity);
            for (nint i = 0; i < axis; i++)
                max = Vector256.Max(max, Vector256.Load(x + i * inner + column));
            Vector256<float> sum = default;
            for (nint i = 0; i < axis; i++)
            {
                Vector256<float> power = Elementary.Exp(Vector256.Load(x + i * inner + column) - max);
                power.Store(y + i * inner + column);
                sum += power;
            }
            for (nint i = 0; i < axis; i++)
                (Vector256.Load(y + i * inner + column) / sum).Store(y + i * inner + column);
        }
        for (; column < inner; column++)
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
