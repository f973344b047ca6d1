using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The nearest integer, halves to the even one.</summary>
public sealed record Round : Elementwise
{
    public static readonly OperatorDefinition Operator = new("round", "The nearest integer, halves to even.", ["x"], _ => new Round());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Round, Argument(0, inputs));
}
