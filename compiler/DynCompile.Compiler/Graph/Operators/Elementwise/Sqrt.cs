using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The square root; NaN below 0.</summary>
public sealed record Sqrt : Elementwise
{
    public static readonly OperatorDefinition Operator = new("sqrt", "The square root.", ["x"], _ => new Sqrt());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.SquareRoot, Argument(0, inputs));
}
