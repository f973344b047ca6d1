using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The sum along axes divided by the number of elements; NaN of none.</summary>
public sealed record Mean(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "mean",
        "The average along axes.",
        Parameters,
        a => new Mean(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Add;

    public override double? Identity => 0;

    public override bool IsAverage => true;

    protected override TypeProblem? CheckElement(EquatableArray<TensorType> inputs) => TypeRules.AllF32(inputs);
}
