using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The smaller of two; NaN passes through.</summary>
public sealed record Minimum : Elementwise
{
    public static readonly OperatorDefinition Operator = new("minimum", "The smaller of two.", ["a", "b"], _ => new Minimum());

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Min(Argument(0, inputs), Argument(1, inputs));
}
