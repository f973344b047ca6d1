using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The sum along axes; that of bools counts the true ones in i32.</summary>
public sealed record Sum(EquatableArray<int>? Axes = null, bool Keep = false) : Reduction(Axes, Keep)
{
    public static readonly OperatorDefinition Operator = new(
        "sum",
        "The sum along axes.",
        Parameters,
        a => new Sum(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override ScalarFunction Fold => ScalarFunction.Add;

    public override double? Identity => 0;

    public override ElementType FoldedElement(ElementType element) => element == ElementType.Bool ? ElementType.I32 : element;

    protected override TypeProblem? CheckElement(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, e => TypeRules.IsArithmetic(e) || e == ElementType.Bool, "f32, i32, i64 or bool");
}
