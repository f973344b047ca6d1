using DynCompile.Graph.Reference;

namespace DynCompile.Graph.Operators;

/// <summary>The index of the smallest; the lowest one of equals. NaN passes through: the first one is found before any number.</summary>
public sealed record ArgMin(int? Axis = null, bool Keep = false) : IndexReduction(Axis, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "argmin",
        "The index of the smallest, the lowest of equals; the first NaN before any number.",
        Parameters,
        a => new ArgMin(a.OptionalInt("axis"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    protected override bool IsBetter(ScalarValue candidate, ScalarValue best, bool isFloat) =>
        isFloat && double.IsNaN(candidate.Real)
            ? !double.IsNaN(best.Real)
            : !(isFloat && double.IsNaN(best.Real)) && ScalarOrder.Compare(candidate, best, isFloat) < 0;
}
