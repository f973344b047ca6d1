using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The largest along axes; NaN counts as largest.</summary>
public sealed record Max(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "max",
        "The largest along axes; NaN if there is one.",
        Parameters,
        a => new Max(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Maximum;

    public override double? Identity => null;
}
