using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class ElementwiseTests
{
    [Fact]
    public void Arithmetic_of_reals()
    {
        Assert.Equal([4, 6], Reals(new Add(), F(1, 2), F(3, 4)));
        Assert.Equal([-2, -2], Reals(new Subtract(), F(1, 2), F(3, 4)));
        Assert.Equal([3, 8], Reals(new Multiply(), F(1, 2), F(3, 4)));
        Assert.Equal([0.5, double.PositiveInfinity], Reals(new Divide(), F(1, 2), F(2, 0)));
        Assert.Equal([-1, 2], Reals(new Negate(), F(1, -2)));
    }

    [Fact]
    public void Integers_wrap_truncate_and_keep_the_sign_of_the_dividend()
    {
        Assert.Equal([int.MinValue], Integers(new Add(), I(int.MaxValue), I(1)));
        Assert.Equal([int.MinValue], Integers(new Negate(), I(int.MinValue)));
        Assert.Equal([int.MinValue], Integers(new Abs(), I(int.MinValue)));
        Assert.Equal([-3, 3, int.MinValue], Integers(new Divide(), I(-7, -7, int.MinValue), I(2, -2, -1)));
        Assert.Equal([-1, 1, 0], Integers(new Remainder(), I(-7, 7, int.MinValue), I(2, -2, -1)));
    }

    [Fact]
    public void Division_of_an_integer_by_zero_faults()
    {
        FaultException fault = Fault(new Divide(), I(5, 7), I(1, 0));
        Assert.Equal((FaultKind.DivisionByZero, 7), (fault.Kind, fault.Value));
        Assert.Equal(FaultKind.DivisionByZero, Fault(new Remainder(), I(5), I(0)).Kind);
        Assert.False(new Divide().CanFault([TensorType.F32(), TensorType.F32()]));
    }

    [Fact]
    public void Comparisons_with_nan_are_false_but_for_not_equal()
    {
        ReferenceTensor a = F(1, 2, 3, NaN);
        ReferenceTensor b = F(2, 2, 2, NaN);
        Assert.Equal([1, 0, 0, 0], Integers(new Less(), a, b));
        Assert.Equal([1, 1, 0, 0], Integers(new LessOrEqual(), a, b));
        Assert.Equal([0, 0, 1, 0], Integers(new Greater(), a, b));
        Assert.Equal([0, 1, 1, 0], Integers(new GreaterOrEqual(), a, b));
        Assert.Equal([0, 1, 0, 0], Integers(new Equal(), a, b));
        Assert.Equal([1, 0, 1, 1], Integers(new NotEqual(), a, b));
        Assert.Equal([1, 0], Integers(new Equal(), B(true, false), B(true, true)));
    }

    [Fact]
    public void Logic()
    {
        ReferenceTensor a = B(false, false, true, true);
        ReferenceTensor b = B(false, true, false, true);
        Assert.Equal([0, 0, 0, 1], Integers(new And(), a, b));
        Assert.Equal([0, 1, 1, 1], Integers(new Or(), a, b));
        Assert.Equal([1, 1, 0, 0], Integers(new Not(), a));
    }

    [Fact]
    public void Activations_follow_their_definitions()
    {
        double[] x = [-3, -0.5, 0, 0.5, 3];
        Near([0, 0, 0, 0.5, 3], Reals(new Relu(), F(x)));
        Near([-0.03, -0.005, 0, 0.5, 3], Reals(new LeakyRelu(), F(x)));
        Near([-0.6, -0.1, 0, 0.5, 3], Reals(new LeakyRelu(0.2), F(x)));
        Near([.. x.Select(v => 1 / (1 + Math.Exp(-v)))], Reals(new Sigmoid(), F(x)));
        Near([.. x.Select(v => v / (1 + Math.Exp(-v)))], Reals(new Silu(), F(x)));
        Near([.. x.Select(Math.Tanh)], Reals(new Tanh(), F(x)));
        Near([.. x.Select(v => Math.Log(1 + Math.Exp(v)))], Reals(new Softplus(), F(x)));
        // From tables of the normal distribution: Φ(0.5) = 0.6914624613, Φ(3) = 0.9986501020.
        Near([-3 * 0.0013498980, -0.5 * 0.3085375387, 0, 0.5 * 0.6914624613, 3 * 0.9986501020], Reals(new Gelu(), F(x)));
    }

    [Fact]
    public void Activations_do_not_overflow()
    {
        Assert.Equal([0, 1], Reals(new Sigmoid(), F(-1000, 1000)));
        Assert.Equal([0, 1000], Reals(new Softplus(), F(-1000, 1000)));
        Assert.Equal([0, 100], Reals(new Gelu(), F(-100, 100)));
    }

    [Fact]
    public void Mathematical_functions()
    {
        Near([1, Math.E], Reals(new Exp(), F(0, 1)));
        Near([double.NegativeInfinity, 0, NaN], Reals(new Log(), F(0, 1, -1)));
        Near([3, NaN], Reals(new Sqrt(), F(9, -1)));
        Near([8, 0.5, NaN, 1], Reals(new Pow(), F(2, 4, -1, 0), F(3, -0.5, 0.5, 0)));
        Near([-2, -1, 1, NaN], Reals(new Floor(), F(-1.5, -1, 1.9, NaN)));
        Near([-2, 0, 2, 2, 3], Reals(new Round(), F(-1.5, 0.5, 1.5, 2.5, 2.6)));
    }

    [Fact]
    public void Nan_passes_through_relu_maximum_minimum_and_clamp()
    {
        Assert.Equal([NaN], Reals(new Relu(), F(NaN)));
        Assert.Equal([NaN, NaN, 2], Reals(new Maximum(), F(NaN, 1, 1), F(1, NaN, 2)));
        Assert.Equal([NaN, NaN, 1], Reals(new Minimum(), F(NaN, 1, 1), F(1, NaN, 2)));
        Assert.Equal([NaN, -1, 1], Reals(new Clamp(), F(NaN, -7, 7), Scalar(-1.0), Scalar(1.0)));
        Assert.Equal([-1, 3, 5], Integers(new Clamp(), I(-7, 3, 9), Scalar(-1L), Scalar(5L)));
    }

    [Fact]
    public void Where_broadcasts_all_three()
    {
        ReferenceTensor condition = ReferenceTensor.OfIntegers(ElementType.Bool, [2, 1], [1, 0]);
        ReferenceTensor picked = Apply(new Where(), condition, F(1, 2), Scalar(9.0));
        Assert.Equal([2, 2], picked.Shape);
        Assert.Equal([1, 2, 9, 9], picked.Reals);
    }

    [Fact]
    public void Casts_to_integers_truncate_and_saturate_and_nan_gives_0()
    {
        ReferenceTensor x = F(-1.9, 1.9, 3e10, -Infinity, NaN);
        Assert.Equal([-1, 1, int.MaxValue, int.MinValue, 0], Integers(new Cast(ElementType.I32), x));
        Assert.Equal([0, 1, 255, 0, 0], Integers(new Cast(ElementType.U8), x));
        Assert.Equal([-1, 1, 127, -128, 0], Integers(new Cast(ElementType.I8), x));
        Assert.Equal(
            [-1, 1, 30_000_001_024, long.MinValue, 0],
            Integers(new Cast(ElementType.I64), F(-1.9, 1.9, (float)30_000_001_024, -Infinity, NaN))
        );
    }

    [Fact]
    public void Casts_between_integers_wrap_and_bool_asks_for_not_zero()
    {
        Assert.Equal([0, -1], Integers(new Cast(ElementType.I8), I(256, 255)));
        Assert.Equal([5], Integers(new Cast(ElementType.I32), As(ElementType.I64, (1L << 32) + 5)));
        Assert.Equal([1, 0], Integers(new Cast(ElementType.I32), B(true, false)));
        Assert.Equal([1, 0, 1], Integers(new Cast(ElementType.Bool), F(0.5, 0, NaN)));
        Assert.Equal([200], Reals(new Cast(ElementType.F32), As(ElementType.U8, 200)));
    }

    [Fact]
    public void Casts_to_half_precisions_round_to_them()
    {
        Assert.Equal([2048, 2050, 65504, Infinity], Reals(new Cast(ElementType.F16), F(2049, 2049.5, 65504, 70000)));
        Assert.Equal([256, 258], Reals(new Cast(ElementType.BF16), F(257, 257.5)));
    }

    [Fact]
    public void Shapes_broadcast_as_in_pytorch()
    {
        ReferenceTensor sum = Apply(new Add(), F([2, 1], 10, 20), F([3], 1, 2, 3));
        Assert.Equal([2, 3], sum.Shape);
        Assert.Equal([11, 12, 13, 21, 22, 23], sum.Reals);
        Assert.Equal([0, 3], Apply(new Add(), F([0, 1]), F([1, 3], 1, 2, 3)).Shape);
        Assert.Empty(Apply(new Add(), Scalar(1.0), F([0])).Shape.Skip(1));
        Assert.Equal(new TypeProblem.Broadcast(0, 1, 2), Problem(new Add(), TensorType.F32(2, 3), TensorType.F32(4, 3)));
        Assert.Equal(new TypeProblem.Broadcast(0, 2, 1), Problem(new Clamp(), TensorType.F32(2), TensorType.F32(), TensorType.F32(3)));
    }

    [Fact]
    public void An_elastic_size_broadcasts_against_itself_and_1_only()
    {
        var width = Size.Of(new SizeSymbol("width", [1, 4]));
        Assert.Equal(TensorType.F32(width), Type(new Add(), TensorType.F32(width), TensorType.F32(1)));
        Assert.Equal(TensorType.F32(width * 2), Type(new Add(), TensorType.F32(width + width), TensorType.F32(2 * width)));
        Assert.Equal(new TypeProblem.Broadcast(0, 1, 1), Problem(new Add(), TensorType.F32(width), TensorType.F32(4)));
    }

    [Fact]
    public void Element_types_are_not_mixed()
    {
        Assert.Equal(new TypeProblem.MixedElements(0, 1), Problem(new Add(), TensorType.F32(2), TensorType.I32(2)));
        Assert.Equal(new TypeProblem.MixedElements(1, 2), Problem(new Where(), TensorType.Bool, TensorType.F32(), TensorType.I32()));
        Assert.Equal(new TypeProblem.Element(0, "bool"), Problem(new Where(), TensorType.I32(), TensorType.F32(), TensorType.F32()));
        Assert.Equal(new TypeProblem.Element(1, "bool"), Problem(new And(), TensorType.Bool, TensorType.I32()));
        Assert.Equal(
            new TypeProblem.Element(1, "f32, i32 or i64"),
            Problem(new Add(), TensorType.F32(), TensorType.Scalar(ElementType.U8))
        );
        Assert.Equal(new TypeProblem.Element(0, "f32"), Problem(new Exp(), TensorType.I32()));
        Assert.Equal(new TypeProblem.Element(1, "f32"), Problem(new Pow(), TensorType.F32(), TensorType.I32()));
        Assert.Equal(new TypeProblem.Element(0, "i32 or i64"), Problem(new Remainder(), TensorType.F32(), TensorType.F32()));
    }

    [Fact]
    public void Erf_matches_tables()
    {
        Assert.Equal(0.112462916018285, Special.Erf(0.1), 1e-14);
        Assert.Equal(0.842700792949715, Special.Erf(1), 1e-14);
        Assert.Equal(0.999593047982555, Special.Erf(2.5), 1e-14);
        Assert.Equal(-0.999977909503001, Special.Erf(-3), 1e-14);
        Assert.Equal(1, Special.Erf(Infinity));
        Assert.Equal(NaN, Special.Erf(NaN));
    }
}
