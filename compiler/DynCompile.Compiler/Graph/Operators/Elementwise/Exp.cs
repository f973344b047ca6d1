using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>e to the power x.</summary>
public sealed record Exp : Elementwise
{
    public static readonly OperatorDefinition Operator = new("exp", "The exponential function.", ["x"], _ => new Exp());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Exponential, Argument(0, inputs));
}
