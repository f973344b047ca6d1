namespace DynCompile.Runtime.Kernels;

/// <summary>The largest elements along one axis, descending; of equal ones the lowest index first, NaN counts as largest.</summary>
public static unsafe class TopK
{
    /// <summary>(values, indices) = topk(x, k).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="values">[outer, k, inner], or none.</param>
    /// <param name="indices">[outer, k, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    /// <param name="k">How many stay, at most the axis' size.</param>
    public static void Run<T>(Lanes live, Rows<T> x, Rows<T> values, Rows<int> indices, int outer, int axis, int inner, int k)
        where T : unmanaged, IComparable<T> => Ordered(live, x, values, indices, outer, axis, inner, k, descending: true);

    internal static void Ordered<T>(
        Lanes live,
        Rows<T> x,
        Rows<T> values,
        Rows<int> indices,
        int outer,
        int axis,
        int inner,
        int kept,
        bool descending
    )
        where T : unmanaged, IComparable<T>
    {
        foreach (int lane in live)
        {
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                T* xs = x.Row(lane) + (nint)o * axis * inner + i;
                int* chosen = indices.Row(lane) + (nint)o * kept * inner + i;
                new SelectionHeap<T>(xs, chosen, inner, descending).Select(axis, kept);
                if (values.IsNull)
                    continue;
                T* ys = values.Row(lane) + (nint)o * kept * inner + i;
                for (nint n = 0; n < kept; n++)
                    ys[n * inner] = xs[(nint)chosen[n * inner] * inner];
            }
        }
    }
}
