namespace DynCompile.Runtime.Kernels;

/// <summary>The index of the smallest element along one axis: the first of equal ones. As in <c>min</c>, NaN comes before every number.</summary>
public static unsafe class ArgMin
{
    /// <summary>y = argmin(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">[outer, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size, at least 1.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    public static void Run<T>(Lanes live, Rows<T> x, Rows<int> y, int outer, int axis, int inner)
        where T : unmanaged, IComparable<T>
    {
        foreach (int lane in live)
        {
            int* ys = y.Row(lane);
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                T* xs = x.Row(lane) + (nint)o * axis * inner + i;
                int best = 0;
                for (int k = 1; k < axis; k++)
                {
                    if (Ranking.ComesBefore(xs[(nint)k * inner], xs[(nint)best * inner]))
                        best = k;
                }
                *ys++ = best;
            }
        }
    }
}
