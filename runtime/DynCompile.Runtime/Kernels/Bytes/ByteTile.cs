using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Bytes;

/// <summary>Products of packed bytes whose sums stay in registers: a few rows by the 16 outputs of one panel.</summary>
/// <remarks>
/// The group g of a row stands at its pointer plus offsets[g]: one behind the other for a matrix, at the places of a kernel for a
/// convolution. Integers are exact, so that the order of the sums is free.
/// </remarks>
internal static unsafe class ByteTile<T>
    where T : struct, IByteProducts
{
    /// <summary>Rows of the larger tile.</summary>
    public const int Rows = 6;

    /// <summary>Outputs of a panel.</summary>
    public const int Outputs = 16;

    private const int Half = Outputs / 2;

    /// <summary>Multiplies rows, six at a time; of a remainder, three rows or more are one tile whose last row is repeated.</summary>
    /// <param name="x">A pointer to each row, and <see cref="Rows"/> more behind the last.</param>
    /// <param name="y">Where each row's outputs go, and <see cref="Rows"/> more behind the last.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="offsets">Where each group stands, in groups.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="panel">The weights, [groups][16][group].</param>
    /// <param name="start">What the sums start at, [16].</param>
    /// <param name="column">Where in each row of y the panel's outputs stand.</param>
    public static void Run(int** x, int** y, int count, int* offsets, int groups, sbyte* panel, int* start, nint column)
    {
        int row = 0;
        for (; row <= count - Rows / 2; row += Rows)
            SixRows(x + row, y + row, offsets, groups, panel, start, column);
        for (; row < count; row++)
            OneRow(x[row], y[row] + column, offsets, groups, panel, start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(int** x, int** y, int* offsets, int groups, sbyte* panel, int* start, nint column)
    {
        int* x0 = x[0];
        int* x1 = x[1];
        int* x2 = x[2];
        int* x3 = x[3];
        int* x4 = x[4];
        int* x5 = x[5];
        Vector256<int> a0 = Vector256.Load(start);
        Vector256<int> b0 = Vector256.Load(start + Half);
        (Vector256<int> a1, Vector256<int> a2, Vector256<int> a3, Vector256<int> a4, Vector256<int> a5) = (a0, a0, a0, a0, a0);
        (Vector256<int> b1, Vector256<int> b2, Vector256<int> b3, Vector256<int> b4, Vector256<int> b5) = (b0, b0, b0, b0, b0);
        for (int g = 0; g < groups; g++, panel += Outputs * T.Group)
        {
            nint at = offsets[g];
            Vector256<int> v = T.Load(panel);
            Vector256<int> w = T.Load(panel + Half * T.Group);
            Vector256<int> input = Vector256.Create(x0[at]);
            a0 = T.MultiplyAdd(a0, input, v);
            b0 = T.MultiplyAdd(b0, input, w);
            input = Vector256.Create(x1[at]);
            a1 = T.MultiplyAdd(a1, input, v);
            b1 = T.MultiplyAdd(b1, input, w);
            input = Vector256.Create(x2[at]);
            a2 = T.MultiplyAdd(a2, input, v);
            b2 = T.MultiplyAdd(b2, input, w);
            input = Vector256.Create(x3[at]);
            a3 = T.MultiplyAdd(a3, input, v);
            b3 = T.MultiplyAdd(b3, input, w);
            input = Vector256.Create(x4[at]);
            a4 = T.MultiplyAdd(a4, input, v);
            b4 = T.MultiplyAdd(b4, input, w);
            input = Vector256.Create(x5[at]);
            a5 = T.MultiplyAdd(a5, input, v);
            b5 = T.MultiplyAdd(b5, input, w);
        }
        Store(y[0] + column, a0, b0);
        Store(y[1] + column, a1, b1);
        Store(y[2] + column, a2, b2);
        Store(y[3] + column, a3, b3);
        Store(y[4] + column, a4, b4);
        Store(y[5] + column, a5, b5);
    }

    // Four groups at a time, for a product takes some cycles and there are only two outputs' vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(int* x, int* y, int* offsets, int groups, sbyte* panel, int* start)
    {
        Vector256<int> a0 = Vector256.Load(start);
        Vector256<int> b0 = Vector256.Load(start + Half);
        Vector256<int> zero = Vector256<int>.Zero;
        (Vector256<int> a1, Vector256<int> a2, Vector256<int> a3) = (zero, zero, zero);
        (Vector256<int> b1, Vector256<int> b2, Vector256<int> b3) = (zero, zero, zero);
        int size = Outputs * T.Group;
        int half = Half * T.Group;
        int g = 0;
        for (; g <= groups - 4; g += 4, panel += 4 * size)
        {
            Vector256<int> input = Vector256.Create(x[offsets[g]]);
            a0 = T.MultiplyAdd(a0, input, T.Load(panel));
            b0 = T.MultiplyAdd(b0, input, T.Load(panel + half));
            input = Vector256.Create(x[offsets[g + 1]]);
            a1 = T.MultiplyAdd(a1, input, T.Load(panel + size));
            b1 = T.MultiplyAdd(b1, input, T.Load(panel + size + half));
            input = Vector256.Create(x[offsets[g + 2]]);
            a2 = T.MultiplyAdd(a2, input, T.Load(panel + 2 * size));
            b2 = T.MultiplyAdd(b2, input, T.Load(panel + 2 * size + half));
            input = Vector256.Create(x[offsets[g + 3]]);
            a3 = T.MultiplyAdd(a3, input, T.Load(panel + 3 * size));
            b3 = T.MultiplyAdd(b3, input, T.Load(panel + 3 * size + half));
        }
        for (; g < groups; g++, panel += size)
        {
            Vector256<int> input = Vector256.Create(x[offsets[g]]);
            a0 = T.MultiplyAdd(a0, input, T.Load(panel));
            b0 = T.MultiplyAdd(b0, input, T.Load(panel + half));
        }
        Store(y, a0 + a1 + (a2 + a3), b0 + b1 + (b2 + b3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int* y, Vector256<int> first, Vector256<int> second)
    {
        first.Store(y);
        second.Store(y + Half);
    }
}
