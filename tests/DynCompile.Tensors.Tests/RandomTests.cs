using System.Collections.Immutable;

namespace DynCompile.Tensors.Tests;

public class RandomTests
{
    [Fact]
    public void Weights_are_the_same_bits_on_every_machine()
    {
        var weights = WeightSet.Random([new("fc.weight", ElementType.F32, [2, 3])], seed: 1);
        Assert.Equal("009DC23F9FB3593FFFA696BEEEB9843F846A5DBF5EAE893F", Convert.ToHexString(weights["fc.weight"].Bytes.Span));
    }

    [Fact]
    public void Inputs_are_the_same_bits_on_every_machine()
    {
        Assert.Equal("0040123C0010093D", Convert.ToHexString(RandomInputs.Make("x", ElementType.F32, [1, 2], null, seed: 1).Bytes.Span));
        Assert.Equal(
            [89, 91, 50, 35, 56, 12, 81, 99],
            RandomInputs.Make("ids", ElementType.I64, [1, 8], exclusiveMaximum: 100, seed: 1).ToLongs()
        );
    }

    [Fact]
    public void The_order_of_declarations_does_not_matter_seed_and_path_do()
    {
        WeightDeclaration a = new("a", ElementType.F32, [4]);
        WeightDeclaration b = new("b", ElementType.F32, [4]);
        var ab = WeightSet.Random([a, b], seed: 1);
        var ba = WeightSet.Random([b, a], seed: 1);

        Assert.Equal(ab["a"].ToFloats(), ba["a"].ToFloats());
        Assert.Equal(ab["b"].ToFloats(), ba["b"].ToFloats());
        Assert.NotEqual(ab["a"].ToFloats(), ab["b"].ToFloats());
        Assert.NotEqual(ab["a"].ToFloats(), WeightSet.Random([a], seed: 2)["a"].ToFloats());
    }

    [Fact]
    public void Matrices_keep_the_scale_of_what_they_multiply()
    {
        float[] weights = Weights("conv.weight", ElementType.F32, [64, 16, 3, 3]);
        Assert.Equal(0, weights.Average(), 0.01);
        Assert.Equal(1 / Math.Sqrt(16 * 9), Deviation(weights), 0.002);
    }

    [Fact]
    public void Vectors_are_small()
    {
        float[] bias = Weights("fc.bias", ElementType.F32, [10_000]);
        Assert.Equal(0, bias.Average(), 0.01);
        Assert.Equal(0.1, Deviation(bias), 0.005);
    }

    [Theory]
    [InlineData("bn.running_var")]
    [InlineData("bn.weight")]
    [InlineData("weight")]
    public void Scales_and_variances_stay_away_from_zero(string path)
    {
        float[] scale = Weights(path, ElementType.F32, [10_000]);
        Assert.All(scale, value => Assert.InRange(value, 0.5f, 1.5f));
        Assert.Equal(1, scale.Average(), 0.02);
    }

    [Fact]
    public void Every_type_has_random_weights()
    {
        Assert.All(Weights("i8", ElementType.I8, [1000]), value => Assert.InRange(value, -127, 127));
        Assert.True(Weights("u8", ElementType.U8, [1000]).Max() > 200);
        Assert.All(ElementTypes.All, type => Assert.Equal(2, Weights("w", type, [1000]).Distinct().Take(2).Count()));
        Assert.Equal(0, WeightSet.Random([new("w", ElementType.F32, [3, 0])], seed: 1)["w"].ElementCount);
    }

    [Fact]
    public void Inputs_are_normal_floats_and_integers_below_their_maximum()
    {
        float[] floats = RandomInputs.Make("x", ElementType.F32, [100, 100], null, seed: 1).ToFloats();
        Assert.Equal(0, floats.Average(), 0.03);
        Assert.Equal(1, Deviation(floats), 0.03);
        Assert.Equal([0L, 1, 2], Values(ElementType.I32, 3));
        Assert.Equal([0L, 1], Values(ElementType.Bool, null));
        Assert.Equal(10, Values(ElementType.I64, null).Length);
        Assert.Equal(128, Values(ElementType.I8, null).Length);
        Assert.Equal(256, Values(ElementType.U8, null).Length);
        Assert.Equal([0L], Values(ElementType.U8, 1));

        static long[] Values(ElementType type, int? maximum) =>
            [.. RandomInputs.Make("x", type, [10_000], maximum, seed: 1).ToLongs().Distinct().Order()];
    }

    [Theory]
    [InlineData(ElementType.U8, 257, "input x: u8 cannot be below 257; 1 to 256 is possible")]
    [InlineData(ElementType.I32, 0, "input x: i32 cannot be below 0; 1 to 2147483647 is possible")]
    public void Impossible_maxima_are_refused(ElementType type, int maximum, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => RandomInputs.Make("x", type, [1], maximum, seed: 1)).Message);

    [Fact]
    public void Inputs_do_not_repeat_the_weights_of_their_name() =>
        Assert.NotEqual(Weights("x", ElementType.I64, [64]), RandomInputs.Make("x", ElementType.I64, [64], 2, seed: 1).ToFloats());

    private static float[] Weights(string path, ElementType type, ImmutableArray<int> shape) =>
        WeightSet.Random([new(path, type, shape)], seed: 1)[path].ToFloats();

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
