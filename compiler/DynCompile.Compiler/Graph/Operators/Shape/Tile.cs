using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The tensor repeated along its axes; repeats and shape align at the last axis, missing ones are 1.</summary>
public sealed record Tile(EquatableArray<int> Repeats) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "tile",
        "The tensor repeated along its axes.",
        ["x", new Parameter.Attribute("repeats", AttributeKind.Integers)],
        a => new Tile(a.Ints("repeats"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("repeats", Repeats)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (Repeats.Any(r => r < 0))
            return new TypeProblem.Attribute("repeats", Repeats, "at least 0");
        TensorType x = inputs[0];
        int rank = Math.Max(x.Rank, Repeats.Length);
        return x.With([
            .. Enumerable
                .Range(1, rank)
                .Reverse()
                .Select(fromEnd =>
                    (fromEnd <= x.Rank ? x.Shape[x.Rank - fromEnd] : Size.One)
                    * (fromEnd <= Repeats.Length ? Repeats[Repeats.Length - fromEnd] : 1)
                ),
        ]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int[] shape = evaluation.OutputShape(0);
        int[] strides = ReferenceTensor.Strides(shape);
        int[] source = ReferenceTensor.Strides(x.Shape);
        int added = shape.Length - x.Rank;
        return
        [
            x.Pick(
                shape,
                i => Enumerable.Range(0, x.Rank).Sum(axis => i / strides[axis + added] % shape[axis + added] % x.Shape[axis] * source[axis])
            ),
        ];
    }
}
