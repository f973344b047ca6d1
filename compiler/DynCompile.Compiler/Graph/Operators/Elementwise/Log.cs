using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The natural logarithm: -inf at 0, NaN below.</summary>
public sealed record Log : Elementwise
{
    public static readonly OperatorDefinition Operator = new("log", "The natural logarithm.", ["x"], _ => new Log());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Logarithm, Argument(0, inputs));
}
