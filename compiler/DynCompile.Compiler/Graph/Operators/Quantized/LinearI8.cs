using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>x · wᵀ over the last axis in integers: x i8 [.., in], w i8 [out, in] gives i32 [.., out]; sums wrap.</summary>
public sealed record LinearI8 : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "linear_i8",
        "Matrix product of 8-bit integers with a weight [out, in] over the last axis.",
        ["x", "weight"],
        _ => new LinearI8()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllI8(inputs) ?? TypeRules.RankAtLeast(inputs, 0, 1) ?? TypeRules.Rank(inputs, 1, 2)) is { } problem)
            return problem;
        (TensorType x, TensorType weight) = (inputs[0], inputs[1]);
        if (!TypeRules.AreEqual(x.Shape[^1], weight.Shape[1]))
            return new TypeProblem.Extent(0, x.Rank - 1, weight.Shape[1], "the inputs of the weight");
        return TensorType.I32([.. x.Shape.Take(x.Rank - 1), weight.Shape[0]]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        (long[] x, long[] weight) = (evaluation.Inputs[0].Integers, evaluation.Inputs[1].Integers);
        ReferenceTensor y = evaluation.NewOutput(0);
        (int outputs, int inputs) = (evaluation.Inputs[1].Shape[0], evaluation.Inputs[1].Shape[1]);
        for (int i = 0; i < y.Count; i++)
        {
            (int row, int output) = (i / outputs, i % outputs);
            int sum = 0;
            for (int k = 0; k < inputs; k++)
                sum = unchecked(sum + (int)(x[row * inputs + k] * weight[output * inputs + k]));
            y.Integers[i] = sum;
        }
        return [y];
    }

    public override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs) =>
        outputs[0].Count * inputs[1].Shape[1];
}
