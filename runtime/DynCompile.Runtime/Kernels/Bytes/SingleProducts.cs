using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Bytes;

/// <summary>One product at a time, of both sides as 32 bits: on every machine.</summary>
internal readonly unsafe struct SingleProducts : IByteProducts
{
    public static int Group => 1;

    public static byte Zero => 0;

    public static int Offset => 0;

    public static void Pack(sbyte* x, byte* packed, nint count)
    {
        int* to = (int*)packed;
        for (nint i = 0; i < count; i++)
            to[i] = x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(sbyte* weights)
    {
        Vector128<short> wide = Vector128.WidenLower(Vector128.CreateScalar(*(long*)weights).AsSByte());
        return Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> x, Vector256<int> weights) => sums + x * weights;
}
