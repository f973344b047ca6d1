using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Running sums along one axis; integers wrap.</summary>
public static unsafe class CumSum
{
    /// <summary>y = cumsum(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">[outer, axis, inner]; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    public static void Run<T>(Lanes live, Rows<T> x, Rows<T> y, int outer, int axis, int inner)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        foreach (int lane in live)
        {
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                T* xs = x.Row(lane) + (nint)o * axis * inner + i;
                T* ys = y.Row(lane) + (nint)o * axis * inner + i;
                T sum = default;
                for (nint k = 0; k < axis; k++)
                    ys[k * inner] = sum = unchecked(sum + xs[k * inner]);
            }
        }
    }
}
