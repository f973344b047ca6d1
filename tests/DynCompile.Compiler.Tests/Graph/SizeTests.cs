using System.Collections.Immutable;
using DynCompile.Graph;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DynCompile.Compiler.Tests.Graph;

public class SizeTests
{
    private static readonly SizeSymbol Width = new("width", ImmutableArray.Create(2L, 4, 6));
    private static readonly SizeSymbol Depth = new("depth", ImmutableArray.Create(1L, 2, 3));

    [Fact]
    public void Equal_polynomials_are_equal_values()
    {
        Size w = Size.Of(Width);
        Size d = Size.Of(Depth);
        Assert.Equal((w + d) * (w + d), w * w + 2 * d * w + d * d);
        Assert.Equal("width + 1", (w - 1 + 2).ToString());
        Assert.Equal(Size.Zero, w * d - d * w);
    }

    [Fact]
    public void A_division_cancels_what_it_can()
    {
        Size w = Size.Of(Width);
        Size d = Size.Of(Depth);
        Assert.Equal(3 * d, Size.DivideExactly(6 * w * d, 2 * w));
        Assert.Equal(w + 1, Size.DivideExactly(2 * w + 2, 2));
        Assert.Null(Size.DivideExactly(d, 2));
        Assert.Null(Size.DivideExactly(w, 0));
    }

    [Fact]
    public void A_division_that_every_value_allows_stays_a_quotient()
    {
        Size half = Size.DivideExactly(Size.Of(Width), 2)!;
        Assert.Equal("((width) / (2))", half.ToString());
        Assert.Equal([1, 2, 3], Width.Values.Select(v => half.Evaluate(_ => v)));
        Assert.Equal(Size.Of(Depth), half.Substitute(_ => 2 * Size.Of(Depth)));
    }

    [Fact]
    public void Divisibility_is_not_judged_by_the_corners_alone()
    {
        ImmutableArray<long> upTo1000 = Enumerable.Range(0, 1001).Select(i => (long)i).ToImmutableArray();
        Assert.Null(Size.DivideExactly(Size.Of(new SizeSymbol("a", upTo1000)) * Size.Of(new SizeSymbol("b", upTo1000)), 1000));
    }

    [Theory]
    [InlineData(7, 2, 3)]
    [InlineData(-7, 2, -4)]
    [InlineData(-8, 2, -4)]
    [InlineData(9007199254740993, 1, 9007199254740993)]
    public void Floor_division_rounds_down(long a, long b, long expected) => Assert.Equal((Size)expected, Size.FloorDivide(a, b));

    [Fact]
    public void Bounds_are_those_of_all_values()
    {
        Size size = Size.Of(Width) * (4 - Size.Of(Depth)) - 1;
        Assert.Equal((1, 17), (size.Smallest, size.Largest));
    }

    [Fact]
    public void Leaving_64_bits_is_an_error_not_another_size()
    {
        Assert.Throws<OverflowException>(() => (Size)long.MaxValue + 1);
        Assert.Throws<OverflowException>(() => Size.Of(Width) * long.MaxValue * 2);
    }

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool Addition_commutes(Size a, Size b) => a + b == b + a;

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool Multiplication_distributes(Size a, Size b, Size c) => a * (b + c) == a * b + a * c;

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool Subtraction_undoes_addition(Size a, Size b) => a + b - b == a;

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool A_product_divides_exactly(Size a, Size b)
    {
        bool dividesAlways = b.Smallest > 0;
        return !dividesAlways || (Size.DivideExactly(a * b, b) is { } quotient && SameEverywhere(quotient, a));
    }

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool Arithmetic_is_that_of_the_values(Size a, Size b) =>
        EveryValue(valueOf =>
            (a * b - a).Evaluate(valueOf) == a.Evaluate(valueOf) * b.Evaluate(valueOf) - a.Evaluate(valueOf)
            && Size.FloorDivide(a, 3).Evaluate(valueOf) == (long)Math.Floor(a.Evaluate(valueOf) / 3.0)
        );

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool Bounds_hold_every_value(Size a) =>
        EveryValue(valueOf => a.Evaluate(valueOf) >= a.Smallest && a.Evaluate(valueOf) <= a.Largest);

    [Property(Arbitrary = [typeof(Sizes)])]
    public bool The_text_reads_back_as_an_equal_size(Size a, Size b)
    {
        Size written = a + Size.FloorDivide(b, 5);
        ModelGraph graph = GraphParser.Parse(
            $$"""
            model M
            symbol depth in [1, 2, 3]
            symbol width in [2, 4, 6]
            func M(%0: f32[{{written}}]) -> () { leave 0 }
            """
        );
        return graph.Main.Inputs[0].Type.Shape[0] == written;
    }

    private static bool SameEverywhere(Size a, Size b) => EveryValue(valueOf => a.Evaluate(valueOf) == b.Evaluate(valueOf));

    private static bool EveryValue(Func<Func<SizeSymbol, long>, bool> holds) =>
        Width.Values.All(w => Depth.Values.All(d => holds(s => s == Width ? w : d)));

    private static class Sizes
    {
        public static Arbitrary<Size> Arbitrary() => Arb.From(Gen.Sized(s => OfDepth(Math.Min(s / 20, 3))));

        private static Gen<Size> OfDepth(int depth)
        {
            Gen<Size> leaf = Gen.OneOf(Gen.Choose(-5, 9).Select(i => (Size)i), Gen.Elements(Width, Depth).Select(Size.Of));
            if (depth == 0)
                return leaf;
            Gen<Size> inner = OfDepth(depth - 1);
            return Gen.OneOf(
                leaf,
                from a in inner
                from b in inner
                select a + b,
                from a in inner
                from b in inner
                select a * b,
                from a in inner
                select Size.FloorDivide(a, 3)
            );
        }
    }
}
