using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a + b; integers wrap.</summary>
public sealed record Add : Elementwise
{
    public static readonly OperatorDefinition Operator = new("add", "The sum, written a + b.", ["a", "b"], _ => new Add())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Argument(0, inputs) + Argument(1, inputs);
}
