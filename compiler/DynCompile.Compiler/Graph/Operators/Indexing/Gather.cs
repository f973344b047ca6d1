using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// PyTorch's gather: an element of x for each index, from the place of the index but for <see cref="Axis"/>, where the index itself
/// says it: y[i, j] = x[index[i, j], j] for axis 0. Every index is checked.
/// </summary>
public sealed record Gather(int Axis = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "gather",
        "Elements picked along an axis, each by its own index.",
        ["x", Parameter.Index("index"), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Gather(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == 0 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs) =>
        CheckIndex(inputs, Axis) is { } problem ? problem : inputs[0].With([.. inputs[1].Shape]);

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor index = evaluation.Inputs[1];
        return [x.Pick(index.Shape, i => Place(evaluation, x, index, i, Axis))];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) => inputs[0].Shape[Axis < 0 ? Axis + inputs[0].Rank : Axis];

    /// <summary>An index has as many axes as x and, but for the indexed axis, reaches no further.</summary>
    internal static TypeProblem? CheckIndex(EquatableArray<TensorType> inputs, int attribute)
    {
        (TensorType x, TensorType index) = (inputs[0], inputs[1]);
        if (
            (TypeRules.Axis("axis", attribute, x.Rank, out int axis) ?? TypeRules.Index(inputs, 1) ?? TypeRules.Rank(inputs, 1, x.Rank)) is
            { } problem
        )
            return problem;
        for (int d = 0; d < x.Rank; d++)
        {
            if (d != axis && (x.Shape[d] - index.Shape[d]).Smallest < 0)
                return new TypeProblem.Extent(1, d, x.Shape[d], "the indexed tensor");
        }
        return null;
    }

    /// <summary>The offset in x of the place that the i-th index names.</summary>
    internal static int Place(Evaluation evaluation, ReferenceTensor x, ReferenceTensor index, int i, int axis)
    {
        int along = axis < 0 ? axis + x.Rank : axis;
        int[] strides = ReferenceTensor.Strides(x.Shape);
        int chosen = evaluation.CheckedIndex(index.Integers[i], x.Shape[along]) * strides[along];
        strides[along] = 0;
        return chosen + ReferenceTensor.Offset(i, index.Shape, strides);
    }
}
