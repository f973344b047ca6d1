using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The smallest along axes; NaN passes through.</summary>
public sealed record Min(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "min",
        "The smallest along axes; NaN if there is one.",
        Parameters,
        a => new Min(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Minimum;

    public override double? Identity => null;
}
