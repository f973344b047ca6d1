using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a &lt; b; false when either is NaN.</summary>
public sealed record Less : Elementwise
{
    public static readonly OperatorDefinition Operator = new("less", "Whether smaller, written a < b.", ["a", "b"], _ => new Less())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.Less, Argument(0, inputs), Argument(1, inputs));
}
