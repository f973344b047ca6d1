namespace DynCompile.Runtime.Kernels;

/// <summary>Reductions over any set of axes: sum, mean, max, min, product, any, all and counting.</summary>
/// <remarks>x is row-major with the given extents; bit k of the mask says that axis k is reduced; y keeps the other axes, row-major.</remarks>
public static class Reduce
{
    /// <summary>The sum of the elements; 0 of none.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extents].</param>
    /// <param name="y">The axes that are kept.</param>
    /// <param name="extents">The sizes of x.</param>
    /// <param name="axes">Bit k: axis k is reduced.</param>
    public static void Sum(Lanes live, Rows<float> x, Rows<float> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<float, float, SumOfFloats>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Sum(Lanes live, Rows<int> x, Rows<int> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<int, int, SumOfIntegers<int>>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Sum(Lanes live, Rows<long> x, Rows<long> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<long, long, SumOfIntegers<long>>.Run(live, x, y, extents, axes);

    /// <summary>How many elements are true.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Sum(Lanes live, Rows<bool> x, Rows<int> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<bool, int, Count>.Run(live, x, y, extents, axes);

    /// <summary>The mean of the elements; NaN of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Mean(Lanes live, Rows<float> x, Rows<float> y, ReadOnlySpan<int> extents, ulong axes)
    {
        Sum(live, x, y, extents, axes);
        long reduced = 1;
        int kept = 1;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if ((axes >> axis & 1) == 1)
                reduced *= extents[axis];
            else
                kept *= extents[axis];
        }
        foreach (int lane in live)
        {
            foreach (ref float mean in y.Span(lane, kept))
                mean /= reduced;
        }
    }

    /// <summary>The largest element, NaN if one is NaN; -inf of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Max(Lanes live, Rows<float> x, Rows<float> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<float, float, LargestFloat>.Run(live, x, y, extents, axes);

    /// <summary>The largest element; the smallest integer of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Max(Lanes live, Rows<int> x, Rows<int> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<int, int, LargestInteger<int>>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Max(Lanes, Rows{int}, Rows{int}, ReadOnlySpan{int}, ulong)"/>
    public static void Max(Lanes live, Rows<long> x, Rows<long> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<long, long, LargestInteger<long>>.Run(live, x, y, extents, axes);

    /// <summary>The smallest element, NaN if one is NaN; +inf of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Min(Lanes live, Rows<float> x, Rows<float> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<float, float, SmallestFloat>.Run(live, x, y, extents, axes);

    /// <summary>The smallest element; the largest integer of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Min(Lanes live, Rows<int> x, Rows<int> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<int, int, SmallestInteger<int>>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Min(Lanes, Rows{int}, Rows{int}, ReadOnlySpan{int}, ulong)"/>
    public static void Min(Lanes live, Rows<long> x, Rows<long> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<long, long, SmallestInteger<long>>.Run(live, x, y, extents, axes);

    /// <summary>The product of the elements; 1 of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Product(Lanes live, Rows<float> x, Rows<float> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<float, float, ProductOfFloats>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Product(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Product(Lanes live, Rows<int> x, Rows<int> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<int, int, ProductOfIntegers<int>>.Run(live, x, y, extents, axes);

    /// <inheritdoc cref="Product(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Product(Lanes live, Rows<long> x, Rows<long> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<long, long, ProductOfIntegers<long>>.Run(live, x, y, extents, axes);

    /// <summary>Whether an element is true; false of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void Any(Lanes live, Rows<bool> x, Rows<bool> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<bool, bool, AnyOf>.Run(live, x, y, extents, axes);

    /// <summary>Whether all elements are true; true of none.</summary>
    /// <inheritdoc cref="Sum(Lanes, Rows{float}, Rows{float}, ReadOnlySpan{int}, ulong)"/>
    public static void All(Lanes live, Rows<bool> x, Rows<bool> y, ReadOnlySpan<int> extents, ulong axes) =>
        Reduction<bool, bool, AllOf>.Run(live, x, y, extents, axes);
}
