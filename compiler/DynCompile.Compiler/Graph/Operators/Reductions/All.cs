using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Whether all along the axes are true; true of none.</summary>
public sealed record All(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "all",
        "Whether all along the axes are true.",
        Parameters,
        a => new All(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.And;

    public override double? Identity => 1;

    protected override TypeProblem? CheckElement(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, e => e == ElementType.Bool, "bool");
}
