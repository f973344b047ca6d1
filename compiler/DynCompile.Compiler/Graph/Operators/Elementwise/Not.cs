using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>not x, elementwise.</summary>
public sealed record Not : Elementwise
{
    public static readonly OperatorDefinition Operator = new("not", "Whether it does not hold, written not x.", ["x"], _ => new Not())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllBool(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Not, Argument(0, inputs));
}
