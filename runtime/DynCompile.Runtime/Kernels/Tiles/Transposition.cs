using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Copies that turn rows into columns.</summary>
internal static unsafe class Transposition
{
    private const int Block = 8;

    /// <summary>to[column][row] = from[row][column].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* from, nint fromStride, float* to, nint toStride, int rows, int columns)
    {
        int row = 0;
        for (; Avx.IsSupported && row <= rows - Block; row += Block)
        {
            float* first = from + row * fromStride;
            int column = 0;
            for (; column <= columns - Block; column += Block)
                CopyBlock(first + column, fromStride, to + column * toStride + row, toStride);
            for (; column < columns; column++)
            for (int i = 0; i < Block; i++)
                to[column * toStride + row + i] = first[i * fromStride + column];
        }
        for (; row < rows; row++)
        for (nint column = 0; column < columns; column++)
            to[column * toStride + row] = from[row * fromStride + column];
    }

    /// <summary>Eight elements of each of eight rows become eight lines.</summary>
    /// <param name="rows">A pointer to each row.</param>
    /// <param name="from">The first element of a row.</param>
    /// <param name="to">The first line.</param>
    /// <param name="toStride">Elements from one line to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlock(float** rows, nint from, float* to, nint toStride)
    {
        if (!Avx.IsSupported)
        {
            for (int row = 0; row < Block; row++)
            for (nint i = 0; i < Block; i++)
                to[i * toStride + row] = rows[row][from + i];
            return;
        }
        Turn(
            Vector256.Load(rows[0] + from),
            Vector256.Load(rows[1] + from),
            Vector256.Load(rows[2] + from),
            Vector256.Load(rows[3] + from),
            Vector256.Load(rows[4] + from),
            Vector256.Load(rows[5] + from),
            Vector256.Load(rows[6] + from),
            Vector256.Load(rows[7] + from),
            to,
            toStride
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(float* from, nint stride, float* to, nint toStride)
    {
        float* from4 = from + 4 * stride;
        Turn(
            Vector256.Load(from),
            Vector256.Load(from + stride),
            Vector256.Load(from + 2 * stride),
            Vector256.Load(from + 3 * stride),
            Vector256.Load(from4),
            Vector256.Load(from4 + stride),
            Vector256.Load(from4 + 2 * stride),
            Vector256.Load(from4 + 3 * stride),
            to,
            toStride
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        Vector256<float> r0,
        Vector256<float> r1,
        Vector256<float> r2,
        Vector256<float> r3,
        Vector256<float> r4,
        Vector256<float> r5,
        Vector256<float> r6,
        Vector256<float> r7,
        float* to,
        nint toStride
    )
    {
        // Pairs of rows, then fours, in each half of a vector; then the halves change places.
        Vector256<double> p0 = Avx.UnpackLow(r0, r1).AsDouble();
        Vector256<double> p1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> p2 = Avx.UnpackLow(r2, r3).AsDouble();
        Vector256<double> p3 = Avx.UnpackHigh(r2, r3).AsDouble();
        Vector256<double> p4 = Avx.UnpackLow(r4, r5).AsDouble();
        Vector256<double> p5 = Avx.UnpackHigh(r4, r5).AsDouble();
        Vector256<double> p6 = Avx.UnpackLow(r6, r7).AsDouble();
        Vector256<double> p7 = Avx.UnpackHigh(r6, r7).AsDouble();
        Vector256<float> q0 = Avx.UnpackLow(p0, p2).AsSingle();
        Vector256<float> q1 = Avx.UnpackHigh(p0, p2).AsSingle();
        Vector256<float> q2 = Avx.UnpackLow(p1, p3).AsSingle();
        Vector256<float> q3 = Avx.UnpackHigh(p1, p3).AsSingle();
        Vector256<float> q4 = Avx.UnpackLow(p4, p6).AsSingle();
        Vector256<float> q5 = Avx.UnpackHigh(p4, p6).AsSingle();
        Vector256<float> q6 = Avx.UnpackLow(p5, p7).AsSingle();
        Vector256<float> q7 = Avx.UnpackHigh(p5, p7).AsSingle();
        float* to4 = to + 4 * toStride;
        Avx.Permute2x128(q0, q4, 0x20).Store(to);
        Avx.Permute2x128(q1, q5, 0x20).Store(to + toStride);
        Avx.Permute2x128(q2, q6, 0x20).Store(to + 2 * toStride);
        Avx.Permute2x128(q3, q7, 0x20).Store(to + 3 * toStride);
        Avx.Permute2x128(q0, q4, 0x31).Store(to4);
        Avx.Permute2x128(q1, q5, 0x31).Store(to4 + toStride);
        Avx.Permute2x128(q2, q6, 0x31).Store(to4 + 2 * toStride);
        Avx.Permute2x128(q3, q7, 0x31).Store(to4 + 3 * toStride);
    }
}
