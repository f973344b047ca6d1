using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The rows, or slices along another axis, that a vector of indices names, in its order. Every index is checked.</summary>
public sealed record IndexSelect(int Axis = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "index_select",
        "Slices along an axis by a vector of indices.",
        ["x", Parameter.Index("index"), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new IndexSelect(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == 0 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (
            (TypeRules.Axis("axis", Axis, x.Rank, out int axis) ?? TypeRules.Index(inputs, 1) ?? TypeRules.Rank(inputs, 1, 1)) is
            { } problem
        )
            return problem;
        return x.WithAxis(axis, inputs[1].Shape[0]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int axis = Axis < 0 ? Axis + x.Rank : Axis;
        int[] chosen = [.. evaluation.Inputs[1].Integers.Select(i => evaluation.CheckedIndex(i, x.Shape[axis]))];
        int[] shape = evaluation.OutputShape(0);
        int[] strides = ReferenceTensor.Strides(x.Shape);
        int step = strides[axis];
        strides[axis] = 0;
        int inner = shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
        return [x.Pick(shape, i => ReferenceTensor.Offset(i, shape, strides) + chosen[i / inner % chosen.Length] * step)];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) => inputs[0].Shape[Axis < 0 ? Axis + inputs[0].Rank : Axis];
}
