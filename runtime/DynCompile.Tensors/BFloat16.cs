using System.Globalization;

namespace DynCompile.Tensors;

/// <summary>A bfloat16: the sign, exponent and first seven fraction bits of a binary32.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    private BFloat16(ushort bits) => Bits = bits;

    /// <summary>The bits as stored.</summary>
    public ushort Bits { get; }

    /// <summary>The number with these bits.</summary>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>Rounds to nearest, ties to even; NaN stays NaN, too large a number becomes infinite.</summary>
    public static BFloat16 FromSingle(float value)
    {
        uint bits = FloatBits.Of(value);
        // Rounding could carry a NaN's fraction into an infinity; the quiet bit keeps it NaN.
        if (float.IsNaN(value))
            return new((ushort)((bits >> 16) | 0x0040));
        uint roundUp = 0x7FFF + ((bits >> 16) & 1);
        return new((ushort)((bits + roundUp) >> 16));
    }

    /// <summary>The same number as a float; always exact.</summary>
    public float ToSingle() => FloatBits.ToSingle((uint)Bits << 16);

    /// <summary>Rounds to nearest, ties to even.</summary>
    public static explicit operator BFloat16(float value) => FromSingle(value);

    /// <summary>The same number as a float.</summary>
    public static implicit operator float(BFloat16 value) => value.ToSingle();

    /// <summary>Numeric equality, as of floats, except that a NaN equals a NaN.</summary>
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSingle().GetHashCode();

    /// <summary>Numeric equality, as of floats: NaN equals nothing.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => left.ToSingle() == right.ToSingle();

    /// <summary>Numeric inequality, as of floats.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <summary>The number in invariant notation.</summary>
    public override string ToString() => ToSingle().ToString(CultureInfo.InvariantCulture);
}
