using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>-x; the smallest integer stays itself.</summary>
public sealed record Negate : Elementwise
{
    public static readonly OperatorDefinition Operator = new("negate", "The negative, written -x.", ["x"], _ => new Negate())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => -Argument(0, inputs);
}
