using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a &gt; b; false when either is NaN.</summary>
public sealed record Greater : Elementwise
{
    public static readonly OperatorDefinition Operator = new("greater", "Whether larger, written a > b.", ["a", "b"], _ => new Greater())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.Less, Argument(1, inputs), Argument(0, inputs));
}
