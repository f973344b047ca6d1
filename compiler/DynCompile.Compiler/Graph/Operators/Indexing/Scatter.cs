using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// PyTorch's scatter on a copy: x with the elements of source at the places that <see cref="Gather"/> would read. The source has the
/// shape of the index, or is a scalar for all. Where two indices are equal, the later one in row-major order wins. Every index is checked.
/// </summary>
public sealed record Scatter(int Axis = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "scatter",
        "A tensor with elements replaced along an axis, each at its own index.",
        ["x", Parameter.Index("index"), "source", new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Scatter(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == 0 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (Gather.CheckIndex(inputs, Axis) is { } problem)
            return problem;
        if (inputs[2].Element != inputs[0].Element)
            return new TypeProblem.MixedElements(0, 2);
        if (!inputs[2].IsScalar && TypeRules.Shape(inputs, 2, inputs[1].Shape, "the index") is { } misfit)
            return misfit;
        return inputs[0];
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor result = evaluation.Inputs[0].Clone();
        ReferenceTensor index = evaluation.Inputs[1];
        ReferenceTensor source = evaluation.Inputs[2].BroadcastTo(index.Shape);
        for (int i = 0; i < index.Count; i++)
            result.Set(Gather.Place(evaluation, result, index, i, Axis), source.Scalar(i));
        return [result];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) => inputs[0].Shape[Axis < 0 ? Axis + inputs[0].Rank : Axis];
}
