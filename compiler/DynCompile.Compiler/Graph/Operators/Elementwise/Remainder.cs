using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a % b of integers, with the sign of a as in C#; a remainder by zero faults.</summary>
public sealed record Remainder : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "remainder",
        "The remainder of integers, written a % b, with the sign of a; by 0 it faults.",
        ["a", "b"],
        _ => new Remainder()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllInteger(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Call(ScalarFunction.Remainder, Argument(0, inputs), Argument(1, inputs));
}
