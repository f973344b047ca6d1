using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a to the power b; NaN for a negative a and a b that is no integer.</summary>
public sealed record Pow : Elementwise
{
    public static readonly OperatorDefinition Operator = new("pow", "a to the power b.", ["a", "b"], _ => new Pow());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Call(ScalarFunction.Power, Argument(0, inputs), Argument(1, inputs));
}
