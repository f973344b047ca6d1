using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : Elementwise
{
    public static readonly OperatorDefinition Operator = new("tanh", "The hyperbolic tangent.", ["x"], _ => new Tanh());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.HyperbolicTangent, Argument(0, inputs));
}
