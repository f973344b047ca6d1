using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels;

/// <summary>Turns rows into columns in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>Eight elements of each of eight rows become eight lines of eight.</summary>
    /// <param name="rows">Eight rows.</param>
    /// <param name="from">The first element that is read.</param>
    /// <param name="to">The first line.</param>
    /// <param name="stride">Elements from one line to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EightByEight(float** rows, nint from, float* to, nint stride)
    {
        if (!Avx.IsSupported)
        {
            for (int row = 0; row < 8; row++)
            for (int i = 0; i < 8; i++)
                to[i * stride + row] = rows[row][from + i];
            return;
        }
        // Halves of 4 first, so that all later steps stay within 128 bits.
        Vector256<float> a = Halves(rows[0] + from, rows[4] + from);
        Vector256<float> b = Halves(rows[1] + from, rows[5] + from);
        Vector256<float> c = Halves(rows[2] + from, rows[6] + from);
        Vector256<float> d = Halves(rows[3] + from, rows[7] + from);
        FourLines(a, b, c, d, to, stride);
        a = Halves(rows[0] + from + 4, rows[4] + from + 4);
        b = Halves(rows[1] + from + 4, rows[5] + from + 4);
        c = Halves(rows[2] + from + 4, rows[6] + from + 4);
        d = Halves(rows[3] + from + 4, rows[7] + from + 4);
        FourLines(a, b, c, d, to + 4 * stride, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* low, float* high) => Vector256.Create(Vector128.Load(low), Vector128.Load(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourLines(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to, nint stride)
    {
        Vector256<float> lowAb = Avx.UnpackLow(a, b);
        Vector256<float> highAb = Avx.UnpackHigh(a, b);
        Vector256<float> lowCd = Avx.UnpackLow(c, d);
        Vector256<float> highCd = Avx.UnpackHigh(c, d);
        Avx.Shuffle(lowAb, lowCd, 0b01_00_01_00).Store(to);
        Avx.Shuffle(lowAb, lowCd, 0b11_10_11_10).Store(to + stride);
        Avx.Shuffle(highAb, highCd, 0b01_00_01_00).Store(to + 2 * stride);
        Avx.Shuffle(highAb, highCd, 0b11_10_11_10).Store(to + 3 * stride);
    }
}
