using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels;

/// <summary>y = a b for a batch of matrices inside each lane, as <c>torch.matmul</c>.</summary>
public static unsafe class MatMul
{
    // Below, turning a matrix into panels costs more than the products that it makes faster.
    private const int RowsThatPayForPanels = 3;

    // Beyond, the lines of a tile's strip lie on more pages than the processor keeps at hand.
    private const int LongestLine = 512;
    private const int RowsThatPayForCopies = 48;

    // The order of a sum follows from m, k and n and from how b is stored; never from the tile.

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
        if (Vector512.IsHardwareAccelerated)
            Run<Vector512<float>, Vectors512>(live, a, b, y, batch, strideA, strideB, m, k, n, transposedB);
        else
            Run<Vector256<float>, Vectors256>(live, a, b, y, batch, strideA, strideB, m, k, n, transposedB);
    }

    /// <summary>The same with vectors of a given width.</summary>
    internal static void Run<V, T>(
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
        bool transposedB
    )
        where V : struct
        where T : struct, IVectors<V>
    {
        if (m == 0 || n == 0)
            return;
        bool isInnerProduct = n == 1 || (transposedB && m < RowsThatPayForPanels);
        bool isCopied = transposedB || (n > LongestLine && m >= RowsThatPayForCopies);
        // A right side that repeats is multiplied by all rows at once.
        if (strideB == 0 && strideA == (long)m * k)
            (m, batch) = (m * batch, 1);
        foreach (int lane in live)
        {
            float* ys = y.Row(lane);
            for (nint i = 0; i < batch; i++, ys += (nint)m * n)
            {
                float* left = a.Row(lane) + i * strideA;
                float* right = b.Row(lane) + i * strideB;
                if (isInnerProduct)
                    InnerProducts(left, right, ys, m, k, n);
                else
                    Product<V, T>(left, right, ys, m, k, n, isCopied, transposedB);
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

    private static void Product<V, T>(float* a, float* b, float* y, int m, int k, int n, bool isCopied, bool transposedB)
        where V : struct
        where T : struct, IVectors<V>
    {
        // Whole tiles read b where it is; vectors would read beyond its end in the last columns.
        int inPlace = isCopied ? 0 : n - n % (2 * T.Count);
        if (inPlace > 0)
            Multiply<V, T>(a, new PanelMatrix(b, n, PanelMatrix.PanelWidth), y, m, k, inPlace, n);
        if (inPlace < n)
            Multiply<V, T>(a, Panels(b, k, n, inPlace, transposedB), y + inPlace, m, k, n - inPlace, n);
    }

    private static void Multiply<V, T>(float* a, in PanelMatrix matrix, float* y, int m, int k, int columns, int n)
        where V : struct
        where T : struct, IVectors<V>
    {
        if (m == 1)
        {
            PanelProduct<V, T>.OneRow(a, matrix, null, y, k, columns, relu: false);
            return;
        }
        float** xs = stackalloc float*[RowPointers.Room];
        float** ys = stackalloc float*[RowPointers.Room];
        for (int first = 0; first < m; first += RowPointers.MatrixBlockSize)
        {
            int count = Math.Min(RowPointers.MatrixBlockSize, m - first);
            RowPointers.Fill(xs, a + (nint)first * k, count, k);
            RowPointers.Fill(ys, y + (nint)first * n, count, n);
            PanelProduct<V, T>.ManyRows(xs, ys, count, matrix, null, continues: false, k, columns, relu: false);
        }
    }

    // Columns of b from the first one on, in panels, zeros behind the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PanelMatrix Panels(float* b, int k, int n, int first, bool transposedB)
    {
        const int Width = PanelMatrix.PanelWidth;
        int panels = (n - first + Width - 1) / Width;
        nint panelLength = (nint)k * Width;
        float* scratch = (float*)KernelScratch.Take(panels * panelLength * sizeof(float));
        for (int panel = 0; panel < panels; panel++)
        {
            int column = first + panel * Width;
            int columns = Math.Min(Width, n - column);
            float* to = scratch + panel * panelLength;
            if (columns < Width)
                new Span<float>(to, checked((int)panelLength)).Clear();
            if (transposedB)
                Transposition.Copy(b + (nint)column * k, k, to, Width, columns, k);
            else
            {
                for (nint line = 0; line < k; line++)
                    PaddedPlanes.CopyFloats(b + line * n + column, to + line * Width, columns);
            }
        }
        return new PanelMatrix(scratch, Width, panelLength);
    }
}
