using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class CreationTests
{
    [Fact]
    public void Zeros_ones_and_full()
    {
        Assert.Equal([0, 0, 0, 0], Reals(new Zeros(TensorType.F32(2, 2))));
        Assert.Equal([1, 1], Integers(new Ones(TensorType.I32(2))));
        Assert.Equal([1], Integers(new Ones(TensorType.Bool)));
        Assert.Equal([-1, -1, -1], Integers(new Full(TensorType.I32(3)), Scalar(-1L)));
        Assert.Empty(Reals(new Zeros(TensorType.F32(0))));
        Assert.Equal(new TypeProblem.Element(0, "i32"), Problem(new Full(TensorType.I32(3)), TensorType.F32()));
        Assert.Equal(new TypeProblem.Rank(0, "0"), Problem(new Full(TensorType.I32(3)), TensorType.I32(3)));
    }

    [Fact]
    public void Constants_keep_their_type_and_values()
    {
        Assert.Equal([0.1f, 2], Reals(new Constant(TensorType.F32(2), [0.1, 2])));
        Assert.Equal([1, 0], Integers(new Constant(TensorType.Scalar(ElementType.Bool).With(2), [1, 0])));
    }

    [Fact]
    public void Arange_counts_from_0()
    {
        Assert.Equal([0, 1, 2, 3], Integers(new Arange(4)));
        Assert.Empty(Integers(new Arange(0)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Arange(-1)));
    }

    [Fact]
    public void Elastic_sizes_take_the_value_of_the_evaluation()
    {
        var width = new SizeSymbol("width", [16, 32]);
        ReferenceTensor Run(Operator op, params ReferenceTensor[] inputs) =>
            Assert.Single(op.Evaluate(new Evaluation(op, inputs, Precision.Double, _ => 16, Origin.None)));
        var size = Size.Of(width);
        Assert.Equal([16], Run(new Zeros(TensorType.F32(size))).Shape);
        Assert.Equal([17], Run(new Arange(size + 1)).Shape);
        Assert.Equal([33], Run(new SizeValue(2 * size + 1)).Integers);
        Assert.Equal([16], Run(new Slice(0, 0, size), Random(1, 32)).Shape);
        Assert.Equal([4, 16], Run(new Reshape([4, size]), Random(1, 64)).Shape);
        Assert.Equal(TensorType.F32(size), Type(new Zeros(TensorType.F32(size))));
    }
}
