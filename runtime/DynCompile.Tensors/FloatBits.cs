namespace DynCompile.Tensors;

/// <summary>A float's bits; netstandard2.0 has no <c>BitConverter.SingleToUInt32Bits</c>.</summary>
internal static class FloatBits
{
    public static unsafe uint Of(float value) => *(uint*)&value;

    public static unsafe float ToSingle(uint bits) => *(float*)&bits;
}
