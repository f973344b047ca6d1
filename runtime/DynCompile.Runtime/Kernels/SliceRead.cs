using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>A slice along one axis whose start is computed: <c>slice(x, start, length)</c>.</summary>
public static unsafe class SliceRead
{
    /// <summary>y = x[:, start .. start + length, :].</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="start">A scalar, i32 or i64.</param>
    /// <param name="y">[outer, length, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    /// <param name="length">Indices of the slice, at most the axis' size.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">The slice begins before the axis or ends beyond it.</exception>
    public static void Run<T, TIndex>(
        Lanes live,
        Rows<T> x,
        Rows<TIndex> start,
        Rows<T> y,
        int outer,
        int axis,
        int inner,
        int length,
        in FaultSite at
    )
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int block = length * inner;
        foreach (int lane in live)
        {
            int first = Fault.CheckIndex(long.CreateTruncating(start[lane]), axis - length + 1, lane, at);
            T* xs = x.Row(lane) + (nint)first * inner;
            T* ys = y.Row(lane);
            for (int o = 0; o < outer; o++, xs += (nint)axis * inner, ys += block)
                new ReadOnlySpan<T>(xs, block).CopyTo(new Span<T>(ys, block));
        }
    }
}
