using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>|x|; the smallest integer stays itself.</summary>
public sealed record Abs : Elementwise
{
    public static readonly OperatorDefinition Operator = new("abs", "The magnitude.", ["x"], _ => new Abs());

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Absolute, Argument(0, inputs));
}
