using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>min(max(x, low), high): high wins where low is above it; NaN passes through.</summary>
public sealed record Clamp : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "clamp",
        "x, but not below low or above high.",
        ["x", "low", "high"],
        _ => new Clamp()
    );

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Min(Scalar.Max(Argument(0, inputs), Argument(1, inputs)), Argument(2, inputs));
}
