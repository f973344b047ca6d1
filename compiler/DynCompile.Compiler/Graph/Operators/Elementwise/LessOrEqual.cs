using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a &lt;= b; false when either is NaN.</summary>
public sealed record LessOrEqual : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "less_or_equal",
        "Whether smaller or equal, written a <= b.",
        ["a", "b"],
        _ => new LessOrEqual()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.LessOrEqual, Argument(0, inputs), Argument(1, inputs));
}
