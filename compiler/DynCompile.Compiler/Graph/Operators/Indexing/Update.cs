using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// <c>h[i, j] = v</c>: h with the element or row at the indices of its leading axes replaced. Inputs are h, the value and one scalar
/// index for each of those axes. Every index is checked.
/// </summary>
public sealed record Update : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "update",
        "A tensor with one element or row replaced, written h[i, j] = v.",
        [new Parameter.Value("h, value and indices", Arity.List)],
        _ => new Update()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        (TensorType h, TensorType value) = (inputs[0], inputs[1]);
        int indices = inputs.Length - 2;
        if (TypeRules.RankAtLeast(inputs, 0, indices) is { } problem)
            return problem;
        if (value.Element != h.Element)
            return new TypeProblem.MixedElements(0, 1);
        if (TypeRules.Shape(inputs, 1, [.. h.Shape.Skip(indices)], "what it replaces") is { } misfit)
            return misfit;
        for (int i = 2; i < inputs.Length; i++)
        {
            if ((TypeRules.Index(inputs, i) ?? TypeRules.Rank(inputs, i, 0)) is { } wrongIndex)
                return wrongIndex;
        }
        return h;
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor result = evaluation.Inputs[0].Clone();
        ReferenceTensor value = evaluation.Inputs[1];
        int[] strides = ReferenceTensor.Strides(result.Shape);
        int start = 0;
        for (int axis = 0; axis < evaluation.Inputs.Count - 2; axis++)
            start += evaluation.CheckedIndex(evaluation.Inputs[axis + 2].Integers[0], result.Shape[axis]) * strides[axis];
        for (int i = 0; i < value.Count; i++)
            result.Set(start + i, value.Scalar(i));
        return [result];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => inputs.Length > 2;
}
