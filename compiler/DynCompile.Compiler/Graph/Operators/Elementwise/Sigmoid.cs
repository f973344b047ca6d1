using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed record Sigmoid : Elementwise
{
    public static readonly OperatorDefinition Operator = new("sigmoid", "The logistic function.", ["x"], _ => new Sigmoid());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Sigmoid, Argument(0, inputs));
}
