using System.Runtime.CompilerServices;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

public static partial class Elementary
{
    /// <summary>Truncates toward 0 and saturates; NaN gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt32(float x) => int.CreateSaturating(x);

    /// <inheritdoc cref="ToInt32(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToInt64(float x) => long.CreateSaturating(x);

    /// <inheritdoc cref="ToInt32(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToU8(float x) => byte.CreateSaturating(x);

    /// <inheritdoc cref="ToInt32(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte ToI8(float x) => sbyte.CreateSaturating(x);

    /// <summary>Keeps the low 8 bits: conversions between integers wrap.</summary>
    public static byte ToU8(int x) => unchecked((byte)x);

    /// <inheritdoc cref="ToU8(int)"/>
    public static sbyte ToI8(int x) => unchecked((sbyte)x);

    /// <summary>Rounds to half precision and back.</summary>
    public static float RoundToF16(float x) => (float)(Half)x;

    /// <summary>Half precision, rounded half to even.</summary>
    public static Half ToF16(float x) => (Half)x;

    /// <summary>A half-precision number as a float, exactly.</summary>
    public static float ToF32(Half x) => (float)x;

    /// <summary>Rounds to bfloat16, half to even, and back.</summary>
    public static float RoundToBF16(float x) => BFloat16.FromSingle(x).ToSingle();

    /// <summary>The upper half of a float, rounded half to even.</summary>
    public static BFloat16 ToBF16(float x) => BFloat16.FromSingle(x);

    /// <summary>A bfloat16 as a float, exactly.</summary>
    public static float ToF32(BFloat16 x) => x.ToSingle();
}
