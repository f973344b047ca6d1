using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a != b; NaN differs from everything.</summary>
public sealed record NotEqual : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "not_equal",
        "Whether different, written a != b.",
        ["a", "b"],
        _ => new NotEqual()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => SameArithmeticOrBool(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Compare(ScalarFunction.NotEqual, Argument(0, inputs), Argument(1, inputs));
}
