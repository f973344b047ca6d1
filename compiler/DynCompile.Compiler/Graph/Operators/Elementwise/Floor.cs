using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The largest integer not above x.</summary>
public sealed record Floor : Elementwise
{
    public static readonly OperatorDefinition Operator = new("floor", "The largest integer not above x.", ["x"], _ => new Floor());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Floor, Argument(0, inputs));
}
