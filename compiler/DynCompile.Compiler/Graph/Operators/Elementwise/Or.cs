using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>a or b, elementwise; both sides are values here.</summary>
public sealed record Or : Elementwise
{
    public static readonly OperatorDefinition Operator = new("or", "Whether either holds, written a or b.", ["a", "b"], _ => new Or())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllBool(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) =>
        Scalar.Call(ScalarFunction.Or, Argument(0, inputs), Argument(1, inputs));
}
