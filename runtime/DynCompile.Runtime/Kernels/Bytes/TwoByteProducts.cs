using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels.Bytes;

/// <summary>Two products at once (AVX2's <c>vpmaddwd</c>), of both sides as 16 bits.</summary>
/// <remarks>
/// <c>vpmaddubsw</c> has four, but adds two of them in 16 bits, where 2 · 128 · 127 does not fit. Two products of 16 bits go to 32 bits.
/// </remarks>
internal readonly unsafe struct TwoByteProducts : IByteProducts
{
    public static int Group => 2;

    public static byte Zero => 0;

    public static int Offset => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(sbyte* x, byte* packed, nint count)
    {
        short* to = (short*)packed;
        nint i = 0;
        for (; i <= count - 16; i += 16)
            Avx2.ConvertToVector256Int16(x + i).Store(to + i);
        for (; i < count; i++)
            to[i] = x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(sbyte* weights) => Avx2.ConvertToVector256Int16(weights).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> x, Vector256<int> weights) =>
        Avx2.Add(sums, Avx2.MultiplyAddAdjacent(x.AsInt16(), weights.AsInt16()));
}
