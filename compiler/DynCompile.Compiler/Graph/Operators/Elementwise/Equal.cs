using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a == b; NaN equals nothing.</summary>
public sealed record Equal : Elementwise
{
    public static readonly OperatorDefinition Operator = new("equal", "Whether equal, written a == b.", ["a", "b"], _ => new Equal())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => SameArithmeticOrBool(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.Equal, Argument(0, inputs), Argument(1, inputs));
}
