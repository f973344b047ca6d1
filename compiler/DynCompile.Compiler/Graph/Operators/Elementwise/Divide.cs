using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a / b; integers truncate towards zero as in C#, and division by an integer zero faults.</summary>
public sealed record Divide : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "divide",
        "The quotient, written a / b; integers truncate, and by 0 they fault.",
        ["a", "b"],
        _ => new Divide()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Argument(0, inputs) / Argument(1, inputs);
}
