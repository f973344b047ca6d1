using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Elements chosen along one axis, each by its own index, as <c>torch.gather</c>.</summary>
public static unsafe class Gather
{
    /// <summary>y[i, …, j] = x[i, …, index[i, …, j], …, j], the index taking the axis' place.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extents].</param>
    /// <param name="index">[indexExtents], i32 or i64.</param>
    /// <param name="y">[indexExtents].</param>
    /// <param name="extents">The sizes of x.</param>
    /// <param name="indexExtents">The sizes of index and y; off the axis at most those of x.</param>
    /// <param name="axis">The axis that the indices point along.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T, TIndex>(
        Lanes live,
        Rows<T> x,
        Rows<TIndex> index,
        Rows<T> y,
        ReadOnlySpan<int> extents,
        ReadOnlySpan<int> indexExtents,
        int axis,
        in FaultSite at
    )
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        Span<int> memory = stackalloc int[2 * extents.Length];
        foreach (int lane in live)
        {
            T* xs = x.Row(lane);
            T* ys = y.Row(lane);
            TIndex* chosen = index.Row(lane);
            var place = new IndexedPlace(extents, indexExtents, axis, memory);
            for (int i = 0; i < place.Count; i++)
            {
                int k = Fault.CheckIndex(long.CreateTruncating(chosen[i]), extents[axis], lane, at);
                ys[i] = xs[place.Offset(k)];
                place.MoveNext();
            }
        }
    }
}
