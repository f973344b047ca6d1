using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels.Bytes;

/// <summary>Four products at once (AVX-VNNI's <c>vpdpbusd</c>), of unsigned by signed bytes: inputs are stored as x + 128.</summary>
/// <remarks>Each product fits 16 bits and their sum goes to 32 bits at once: the form without saturation.</remarks>
internal readonly unsafe struct FourByteProducts : IByteProducts
{
    public static int Group => 4;

    public static byte Zero => 0x80;

    public static int Offset => 128;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(sbyte* x, byte* packed, nint count)
    {
        var zero = Vector256.Create(Zero);
        nint i = 0;
        for (; i <= count - 32; i += 32)
            (Vector256.Load((byte*)x + i) ^ zero).Store(packed + i);
        for (; i < count; i++)
            packed[i] = (byte)(x[i] ^ Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(sbyte* weights) => Vector256.Load(weights).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> x, Vector256<int> weights) =>
        AvxVnni.MultiplyWideningAndAdd(sums, x.AsByte(), weights.AsSByte());
}
