using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a where the condition holds, b elsewhere; both sides are computed. Any element type.</summary>
public sealed record Where : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "where",
        "a where the condition holds, b elsewhere.",
        ["condition", "a", "b"],
        _ => new Where()
    );

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs)
    {
        if (inputs[0].Element != ElementType.Bool)
            return new TypeProblem.Element(0, "bool");
        return inputs[1].Element == inputs[2].Element ? null : new TypeProblem.MixedElements(1, 2);
    }

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Select(Argument(0, inputs), Argument(1, inputs), Argument(2, inputs));
}
