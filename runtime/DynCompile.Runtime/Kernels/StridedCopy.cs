using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels;

/// <summary>Copies a block between two layouts: slice, transpose, concat, stack, pad, tile and broadcast are this.</summary>
public static unsafe class StridedCopy
{
    /// <summary>y[offset + Σ i·stride] = x[offset + Σ i·stride] over all i within the extents.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">The source; must not overlap the destination.</param>
    /// <param name="y">The destination; elements outside the block stay as they are.</param>
    /// <param name="extents">The block's sizes; none for a scalar.</param>
    /// <param name="xStrides">Elements of x from one index to the next, for each axis; 0 repeats.</param>
    /// <param name="xOffset">Element of x at index 0.</param>
    /// <param name="yStrides">Elements of y from one index to the next, for each axis.</param>
    /// <param name="yOffset">Element of y at index 0.</param>
    public static void Run<T>(
        Lanes live,
        Rows<T> x,
        Rows<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> xStrides,
        int xOffset,
        ReadOnlySpan<int> yStrides,
        int yOffset
    )
        where T : unmanaged
    {
        Debug.Assert(extents.Length == xStrides.Length && extents.Length == yStrides.Length);
        int* sizes = stackalloc int[extents.Length];
        int* from = stackalloc int[extents.Length];
        int* to = stackalloc int[extents.Length];
        int rank = Join(extents, xStrides, yStrides, sizes, from, to);
        if (rank < 0)
            return;
        foreach (int lane in live)
            Copy(x.Row(lane) + xOffset, y.Row(lane) + yOffset, sizes, from, to, rank);
    }

    // Axes that are one in both layouts become one; axes of size 1 vanish. -1 if there is nothing to copy.
    private static int Join(
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> xStrides,
        ReadOnlySpan<int> yStrides,
        int* sizes,
        int* from,
        int* to
    )
    {
        int rank = 0;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            int size = extents[axis];
            if (size == 0)
                return -1;
            if (size == 1)
                continue;
            bool continues = rank > 0 && from[rank - 1] == size * xStrides[axis] && to[rank - 1] == size * yStrides[axis];
            if (continues)
                sizes[--rank] *= size;
            else
                sizes[rank] = size;
            from[rank] = xStrides[axis];
            to[rank++] = yStrides[axis];
        }
        return rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(T* x, T* y, int* sizes, int* from, int* to, int rank)
        where T : unmanaged
    {
        if (rank == 0)
        {
            *y = *x;
            return;
        }
        if (rank == 1)
        {
            Run(x, y, *sizes, *from, *to);
            return;
        }
        for (int i = 0; i < *sizes; i++)
            Copy(x + (nint)i * *from, y + (nint)i * *to, sizes + 1, from + 1, to + 1, rank - 1);
    }

    private static void Run<T>(T* x, T* y, int size, int from, int to)
        where T : unmanaged
    {
        if (from == 1 && to == 1)
        {
            new ReadOnlySpan<T>(x, size).CopyTo(new Span<T>(y, size));
            return;
        }
        if (from == 0 && to == 1)
        {
            new Span<T>(y, size).Fill(*x);
            return;
        }
        for (nint i = 0; i < size; i++)
            y[i * to] = x[i * from];
    }
}
