using DynCompile.Graph.Reference;

namespace DynCompile.Graph.Operators;

/// <summary>The index of the largest; the lowest one of equals. NaN counts as largest.</summary>
public sealed record ArgMax(int? Axis = null, bool Keep = false) : IndexReduction(Axis, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "argmax",
        "The index of the largest, the lowest of equals; NaN is the largest.",
        Parameters,
        a => new ArgMax(a.OptionalInt("axis"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    protected override bool IsBetter(ScalarValue candidate, ScalarValue best, bool isFloat) =>
        ScalarOrder.Compare(candidate, best, isFloat) > 0;
}
