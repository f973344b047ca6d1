using FsCheck.Xunit;

namespace DynCompile.Tensors.Tests;

public class HalfPrecisionTests
{
    [Fact]
    public void Every_binary16_is_the_float_that_System_Half_says()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(Float16.ToSingle((ushort)bits)));
        }
    }

    [Fact]
    public void Floats_round_to_binary16_as_System_Half_says()
    {
        // A prime step meets all exponents and the ties between neighbours, which have zeros in the low bits.
        for (long bits = 0; bits <= uint.MaxValue; bits += 4093)
        {
            AssertRoundsAsHalf(BitConverter.UInt32BitsToSingle((uint)bits));
            AssertRoundsAsHalf(BitConverter.UInt32BitsToSingle((uint)bits & 0xFFFF_F000));
        }
    }

    [Property(MaxTest = 1000)]
    public void Any_float_rounds_to_binary16_as_System_Half_says(uint bits) => AssertRoundsAsHalf(BitConverter.UInt32BitsToSingle(bits));

    [Fact]
    public void Every_bfloat16_survives_a_round_trip()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var number = BFloat16.FromBits((ushort)bits);
            if (!float.IsNaN(number))
                Assert.Equal(bits, BFloat16.FromSingle(number).Bits);
            else
                Assert.True(float.IsNaN(BFloat16.FromSingle(number)));
        }
    }

    [Theory]
    [InlineData(0x3F80_8000u, 0x3F80)] // a tie goes to the even neighbour below
    [InlineData(0x3F81_8000u, 0x3F82)] // and to the even neighbour above
    [InlineData(0x3F80_8001u, 0x3F81)]
    [InlineData(0x3F80_7FFFu, 0x3F80)]
    [InlineData(0x7F7F_FFFFu, 0x7F80)] // the largest float becomes infinite
    [InlineData(0xFF80_0000u, 0xFF80)]
    [InlineData(0x7F80_0001u, 0x7FC0)] // NaN, though its upper half alone would be an infinity
    [InlineData(0x0000_8000u, 0x0000)]
    public void Floats_round_to_the_nearest_bfloat16_ties_to_even(uint bits, int expected) =>
        Assert.Equal(expected, BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(bits)).Bits);

    [Fact]
    public void A_bfloat16_compares_and_prints_as_its_number()
    {
        var number = (BFloat16)1.5f;
        Assert.Equal("1.5", number.ToString());
        Assert.True(number == (BFloat16)1.5f);
        Assert.True((BFloat16)float.NaN != (BFloat16)float.NaN);
        Assert.True(((BFloat16)float.NaN).Equals((BFloat16)float.NaN));
        Assert.True((BFloat16)0f == (BFloat16)(-0f));
        Assert.Equal(((BFloat16)2f).GetHashCode(), ((object)(BFloat16)2f).GetHashCode());
    }

    private static void AssertRoundsAsHalf(float value)
    {
        ushort bits = Float16.FromSingle(value);
        if (float.IsNaN(value))
            Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf(bits)));
        else
            Assert.Equal(BitConverter.HalfToUInt16Bits((Half)value), bits);
    }
}
