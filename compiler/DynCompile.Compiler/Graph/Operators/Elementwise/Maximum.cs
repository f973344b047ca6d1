using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The larger of two; NaN passes through.</summary>
public sealed record Maximum : Elementwise
{
    public static readonly OperatorDefinition Operator = new("maximum", "The larger of two.", ["a", "b"], _ => new Maximum());

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Max(Argument(0, inputs), Argument(1, inputs));
}
