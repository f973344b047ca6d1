using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Whether any along the axes is true; false of none.</summary>
public sealed record Any(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "any",
        "Whether any along the axes is true.",
        Parameters,
        a => new Any(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Or;

    public override double? Identity => 0;

    protected override TypeProblem? CheckElement(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, e => e == ElementType.Bool, "bool");
}
