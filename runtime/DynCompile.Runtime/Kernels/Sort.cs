namespace DynCompile.Runtime.Kernels;

/// <summary>All elements along one axis in order, stable: of equal ones the lowest index first, NaN counts as largest.</summary>
public static class Sort
{
    /// <summary>(values, indices) = sort(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="values">[outer, axis, inner], or none; not x.</param>
    /// <param name="indices">[outer, axis, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    /// <param name="descending">Largest first.</param>
    public static void Run<T>(
        Lanes live,
        Rows<T> x,
        Rows<T> values,
        Rows<int> indices,
        int outer,
        int axis,
        int inner,
        bool descending = false
    )
        where T : unmanaged, IComparable<T> => TopK.Ordered(live, x, values, indices, outer, axis, inner, axis, descending);
}
