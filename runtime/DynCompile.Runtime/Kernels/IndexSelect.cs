using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Slices along one axis, chosen by a vector of indices; with outer = 1 this is <c>embedding</c>.</summary>
public static unsafe class IndexSelect
{
    /// <summary>y[o, k, :] = x[o, index[k], :].</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner]; for an embedding its weight, [rows, width].</param>
    /// <param name="index">[count], i32 or i64.</param>
    /// <param name="y">[outer, count, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size: the first index that is too large.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T, TIndex>(
        Lanes live,
        Rows<T> x,
        Rows<TIndex> index,
        Rows<T> y,
        int outer,
        int axis,
        int inner,
        int count,
        in FaultSite at
    )
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        foreach (int lane in live)
        {
            T* ys = y.Row(lane);
            TIndex* chosen = index.Row(lane);
            // Also where nothing is copied, for lack of other axes.
            for (int k = 0; k < count; k++)
                Fault.CheckIndex(long.CreateTruncating(chosen[k]), axis, lane, at);
            for (int o = 0; o < outer; o++)
            {
                T* xs = x.Row(lane) + (nint)o * axis * inner;
                for (int k = 0; k < count; k++, ys += inner)
                {
                    new ReadOnlySpan<T>(xs + nint.CreateTruncating(chosen[k]) * inner, inner).CopyTo(new Span<T>(ys, inner));
                }
            }
        }
    }
}
