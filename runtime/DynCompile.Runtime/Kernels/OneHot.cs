using System.Numerics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Rows of zeros with a one at each index.</summary>
public static unsafe class OneHot
{
    /// <summary>y[k, index[k]] = 1, everything else 0.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="index">[count], i32 or i64.</param>
    /// <param name="y">[count, classes].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="classes">The first index that is too large.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<TIndex, T>(Lanes live, Rows<TIndex> index, Rows<T> y, int count, int classes, in FaultSite at)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where T : unmanaged, INumberBase<T>
    {
        foreach (int lane in live)
        {
            y.Span(lane, count * classes).Clear();
            T* ys = y.Row(lane);
            TIndex* chosen = index.Row(lane);
            for (int k = 0; k < count; k++, ys += classes)
                ys[Fault.CheckIndex(long.CreateTruncating(chosen[k]), classes, lane, at)] = T.One;
        }
    }
}
