using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a and b, elementwise; both sides are values here.</summary>
public sealed record And : Elementwise
{
    public static readonly OperatorDefinition Operator = new("and", "Whether both hold, written a and b.", ["a", "b"], _ => new And())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllBool(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Call(ScalarFunction.And, Argument(0, inputs), Argument(1, inputs));
}
