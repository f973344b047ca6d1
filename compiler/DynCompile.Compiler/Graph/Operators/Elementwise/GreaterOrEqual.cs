using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a &gt;= b; false when either is NaN.</summary>
public sealed record GreaterOrEqual : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "greater_or_equal",
        "Whether larger or equal, written a >= b.",
        ["a", "b"],
        _ => new GreaterOrEqual()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.LessOrEqual, Argument(1, inputs), Argument(0, inputs));
}
