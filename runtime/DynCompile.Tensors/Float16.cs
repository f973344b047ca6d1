namespace DynCompile.Tensors;

/// <summary>IEEE 754 binary16 bits to and from floats, on frameworks with and without <c>System.Half</c>.</summary>
public static class Float16
{
    private const uint SingleInfinity = 0x7F80_0000;

    /// <summary>The number that these binary16 bits stand for; always exact.</summary>
    public static float ToSingle(ushort bits)
    {
        uint sign = (uint)(bits & 0x8000) << 16;
        uint exponent = (uint)(bits >> 10) & 0x1F;
        uint fraction = (uint)bits & 0x3FF;

        if (exponent == 0x1F)
        {
            uint quiet = fraction == 0 ? 0 : 0x0040_0000u;
            return FloatBits.ToSingle(sign | SingleInfinity | quiet | (fraction << 13));
        }
        if (exponent != 0)
            return FloatBits.ToSingle(sign | ((exponent + 112) << 23) | (fraction << 13));

        // Zero and subnormals are fraction * 2^-24, which a float holds exactly.
        float magnitude = fraction * 5.9604644775390625e-8f;
        return FloatBits.ToSingle(sign | FloatBits.Of(magnitude));
    }

    /// <summary>Rounds to the nearest binary16, ties to even; NaN stays NaN, too large a number becomes infinite.</summary>
    public static ushort FromSingle(float value)
    {
        uint bits = FloatBits.Of(value);
        uint sign = (bits >> 16) & 0x8000;
        uint magnitude = bits & 0x7FFF_FFFF;

        if (magnitude > SingleInfinity)
            return (ushort)(sign | 0x7E00 | ((magnitude >> 13) & 0x3FF));
        // 65520 lies halfway between the largest finite number, 65504, and the next that does not exist.
        if (magnitude >= 0x477F_F000)
            return (ushort)(sign | 0x7C00);
        // From 2^-14 on the result is normal: the exponent moves by 112, and a carry out of the fraction is right.
        if (magnitude >= 0x3880_0000)
        {
            uint roundUp = 0x0FFF + ((magnitude >> 13) & 1);
            return (ushort)(sign | ((magnitude + roundUp - (112u << 23)) >> 13));
        }
        return (ushort)(sign | RoundSubnormal(magnitude));
    }

    private static uint RoundSubnormal(uint magnitude)
    {
        int shift = 126 - (int)(magnitude >> 23);
        // Below half of the smallest subnormal everything rounds to zero.
        if (shift > 24)
            return 0;
        uint significand = (magnitude & 0x7F_FFFF) | 0x80_0000;
        uint kept = significand >> shift;
        uint rest = significand & ((1u << shift) - 1);
        uint half = 1u << (shift - 1);
        bool up = rest > half || (rest == half && (kept & 1) == 1);
        return up ? kept + 1 : kept;
    }
}
