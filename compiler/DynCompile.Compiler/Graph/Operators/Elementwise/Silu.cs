using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>x · sigmoid(x).</summary>
public sealed record Silu : Elementwise
{
    public static readonly OperatorDefinition Operator = new("silu", "x times its sigmoid.", ["x"], _ => new Silu());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Argument(0, inputs) * Scalar.Call(ScalarFunction.Sigmoid, Argument(0, inputs));
}
