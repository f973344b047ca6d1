using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>A copy of a tensor with elements replaced along one axis, each at its own index, as <c>torch.scatter</c>.</summary>
public static unsafe class Scatter
{
    /// <summary>y = x, then y[i, …, index[i, …, j], …, j] = source[i, …, j]; of equal places the last one stays.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extents].</param>
    /// <param name="index">[indexExtents], i32 or i64.</param>
    /// <param name="source">[indexExtents], or a scalar.</param>
    /// <param name="y">[extents]; may be x.</param>
    /// <param name="extents">The sizes of x and y.</param>
    /// <param name="indexExtents">The sizes of index and source; off the axis at most those of x.</param>
    /// <param name="axis">The axis that the indices point along.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <param name="isScalar">Whether the source is one number for all places.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T, TIndex>(
        Lanes live,
        Rows<T> x,
        Rows<TIndex> index,
        Rows<T> source,
        Rows<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> indexExtents,
        int axis,
        in FaultSite at,
        bool isScalar = false
    )
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int length = 1;
        foreach (int size in extents)
            length *= size;
        Span<int> memory = stackalloc int[2 * extents.Length];
        foreach (int lane in live)
        {
            T* ys = y.Row(lane);
            T* sources = source.Row(lane);
            TIndex* chosen = index.Row(lane);
            x.Span(lane, length).CopyTo(y.Span(lane, length));
            var place = new IndexedPlace(extents, indexExtents, axis, memory);
            for (int i = 0; i < place.Count; i++)
            {
                int k = Fault.CheckIndex(long.CreateTruncating(chosen[i]), extents[axis], lane, at);
                ys[place.Offset(k)] = sources[isScalar ? 0 : i];
                place.MoveNext();
            }
        }
    }
}
