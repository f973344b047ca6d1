using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>y = a b for a batch of matrices inside each lane, as <c>torch.matmul</c>.</summary>
public static unsafe class MatMul
{
    private const int Width = 8;

    // The order of a sum depends on k, and on whether the columns of b or its rows are contiguous; never on the tile.

    /// <summary>Multiplies matrices; a vector is a matrix with m = 1 or n = 1.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="a">[m, k] every <paramref name="strideA"/> elements.</param>
    /// <param name="b">[k, n], or [n, k] if transposed, every <paramref name="strideB"/> elements.</param>
    /// <param name="y">[batch, m, n].</param>
    /// <param name="batch">How many matrices each lane multiplies.</param>
    /// <param name="strideA">Elements from one matrix of a to the next; 0 repeats it.</param>
    /// <param name="strideB">Elements from one matrix of b to the next; 0 repeats it.</param>
    /// <param name="m">Rows of a and y.</param>
    /// <param name="k">Columns of a, over which is summed.</param>
    /// <param name="n">Columns of y.</param>
    /// <param name="transposedB">Whether b is stored as [n, k].</param>
    public static void Run(
        Lanes live,
        Rows<float> a,
        Rows<float> b,
        Rows<float> y,
        int batch,
        int strideA,
        int strideB,
        int m,
        int k,
        int n,
        bool transposedB = false
    )
    {
        foreach (int lane in live)
        {
            float* ys = y.Row(lane);
            for (nint i = 0; i < batch; i++, ys += (nint)m * n)
            {
                float* left = a.Row(lane) + i * strideA;
                float* right = b.Row(lane) + i * strideB;
                if (transposedB || n == 1)
                    InnerProducts(left, right, ys, m, k, n);
                else
                    Columns(left, right, ys, m, k, n);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InnerProducts(float* a, float* b, float* y, int m, int k, int n)
    {
        for (nint row = 0; row < m; row++)
        for (nint column = 0; column < n; column++)
            y[row * n + column] = Sums.Product(a + row * k, b + column * k, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* a, float* b, float* y, int m, int k, int n)
    {
        int column = 0;
        for (; column <= n - Width; column += Width)
        {
            int row = 0;
            for (; row <= m - 4; row += 4)
                FourRows(a + (nint)row * k, b + column, y + (nint)row * n + column, k, n);
            for (; row < m; row++)
                OneRow(a + (nint)row * k, b + column, y + (nint)row * n + column, k, n);
        }
        for (; column < n; column++)
        {
            for (nint row = 0; row < m; row++)
            {
                float sum = 0;
                for (nint i = 0; i < k; i++)
                    sum = Elementary.MultiplyAdd(a[row * k + i], b[i * n + column], sum);
                y[row * n + column] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* a, float* b, float* y, int k, int n)
    {
        Vector256<float> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        float* a1 = a + k;
        float* a2 = a1 + k;
        float* a3 = a2 + k;
        for (nint i = 0; i < k; i++, b += n)
        {
            Vector256<float> v = Vector256.Load(b);
            s0 = Elementary.MultiplyAdd(Vector256.Create(a[i]), v, s0);
            s1 = Elementary.MultiplyAdd(Vector256.Create(a1[i]), v, s1);
            s2 = Elementary.MultiplyAdd(Vector256.Create(a2[i]), v, s2);
            s3 = Elementary.MultiplyAdd(Vector256.Create(a3[i]), v, s3);
        }
        s0.Store(y);
        s1.Store(y + n);
        s2.Store(y + 2 * (nint)n);
        s3.Store(y + 3 * (nint)n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* a, float* b, float* y, int k, int n)
    {
        Vector256<float> sum = default;
        for (nint i = 0; i < k; i++, b += n)
            sum = Elementary.MultiplyAdd(Vector256.Create(a[i]), Vector256.Load(b), sum);
        sum.Store(y);
    }
}
