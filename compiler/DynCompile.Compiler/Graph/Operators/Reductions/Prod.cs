using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The product along axes; integers wrap.</summary>
public sealed record Prod(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "prod",
        "The product along axes.",
        Parameters,
        a => new Prod(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Multiply;

    public override double? Identity => 1;
}
