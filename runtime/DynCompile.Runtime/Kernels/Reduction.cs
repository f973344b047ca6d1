using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Walks over the kept and the reduced axes of a tensor; the operation says how elements are joined.</summary>
internal static unsafe class Reduction<T, TResult, TOperation>
    where T : unmanaged
    where TResult : unmanaged
    where TOperation : IReductionOperation<T, TResult>
{
    private const int Width = 8;

    private static bool IsVectorized => typeof(T) == typeof(float) && typeof(TResult) == typeof(float);

    public static void Run(Lanes live, Rows<T> x, Rows<TResult> y, ReadOnlySpan<int> extents, ulong axes)
    {
        // Neighbours of one kind become one axis, so that the kinds alternate.
        int* sizes = stackalloc int[extents.Length];
        int rank = 0;
        bool wasReduced = false;
        int kept = 1;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            bool isReduced = (axes >> axis & 1) == 1;
            if (rank > 0 && isReduced == wasReduced)
                sizes[rank - 1] *= extents[axis];
            else
                sizes[rank++] = extents[axis];
            wasReduced = isReduced;
            kept *= isReduced ? 1 : extents[axis];
        }
        foreach (int lane in live)
        {
            TResult* ys = y.Row(lane);
            new Span<TResult>(ys, kept).Fill(TOperation.None);
            Join(x.Row(lane), ys, sizes, rank, (axes & 1) == 1);
        }
    }

    // Joins the block at x to the results at y; gives back how many results the block has.
    private static int Join(T* x, TResult* y, int* sizes, int rank, bool isReduced)
    {
        if (rank == 0)
        {
            *y = TOperation.Join(*y, *x);
            return 1;
        }
        if (rank == 1)
        {
            if (isReduced)
                JoinRun(x, y, *sizes);
            else
                JoinEach(x, y, *sizes);
            return isReduced ? 1 : *sizes;
        }
        nint step = 1;
        for (int axis = 1; axis < rank; axis++)
            step *= sizes[axis];
        int results = 0;
        for (int i = 0; i < *sizes; i++)
        {
            int joined = Join(x + i * step, isReduced ? y : y + results, sizes + 1, rank - 1, !isReduced);
            results = isReduced ? joined : results + joined;
        }
        return results;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinRun(T* x, TResult* y, int length)
    {
        int i = 0;
        TResult run = TOperation.None;
        if (IsVectorized && length >= Width)
        {
            Vector256<float> even = Vector256.Create(Unsafe.BitCast<TResult, float>(TOperation.None));
            Vector256<float> odd = even;
            for (; i <= length - 2 * Width; i += 2 * Width)
            {
                even = TOperation.Join(even, Vector256.Load((float*)x + i));
                odd = TOperation.Join(odd, Vector256.Load((float*)x + i + Width));
            }
            for (; i <= length - Width; i += Width)
                even = TOperation.Join(even, Vector256.Load((float*)x + i));
            Vector256<float> both = TOperation.Join(even, odd);
            for (int k = 0; k < Width; k++)
                run = TOperation.Join(run, Unsafe.BitCast<float, T>(both[k]));
        }
        for (; i < length; i++)
            run = TOperation.Join(run, x[i]);
        *y = TOperation.Merge(*y, run);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinEach(T* x, TResult* y, int length)
    {
        int i = 0;
        for (; IsVectorized && i <= length - Width; i += Width)
            TOperation.Join(Vector256.Load((float*)y + i), Vector256.Load((float*)x + i)).Store((float*)y + i);
        for (; i < length; i++)
            y[i] = TOperation.Join(y[i], x[i]);
    }
}
