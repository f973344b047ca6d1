using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>max(x, 0); NaN passes through.</summary>
public sealed record Relu : Elementwise
{
    public static readonly OperatorDefinition Operator = new("relu", "The larger of x and 0.", ["x"], _ => new Relu());

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs)
    {
        Scalar x = Argument(0, inputs);
        return Scalar.Max(x, x.Constant(0));
    }
}
