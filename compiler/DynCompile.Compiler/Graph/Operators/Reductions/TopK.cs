using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// The <see cref="K"/> largest elements along an axis, largest first, and their indices (i32). Equals go by the lowest index, NaN is
/// the largest.
/// </summary>
public sealed record TopK(Size K, int Axis = -1) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "topk",
        "The k largest elements along an axis, largest first, and their indices; ties by the lowest index, NaN is the largest.",
        ["x", new Parameter.Attribute("k", AttributeKind.Size), new Parameter.Attribute("axis", AttributeKind.Integer, -1)],
        a => new TopK(a.Size("k"), a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("k", K);
            if (Axis != -1)
                yield return ("axis", Axis);
        }
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (
            (TypeRules.Arithmetic(inputs, 0) ?? TypeRules.Axis("axis", Axis, x.Rank, out _) ?? TypeRules.NotNegative("k", K)) is { } problem
        )
            return problem;
        int axis = Axis < 0 ? Axis + x.Rank : Axis;
        if ((x.Shape[axis] - K).Smallest < 0)
            return new TypeProblem.Outside("k", K, x.Shape[axis]);
        TensorType values = x.WithAxis(axis, K);
        return (EquatableArray<TensorType>)[values, values.With(Tensors.ElementType.I32)];
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor values = evaluation.NewOutput(0);
        ReferenceTensor indices = evaluation.NewOutput(1);
        foreach ((int[] from, int[] to) in Lines.Along(x.Shape, Axis).Zip(Lines.Along(values.Shape, Axis), (from, to) => (from, to)))
        {
            int[] sorted = ScalarOrder.Sort(x, from, descending: true);
            for (int i = 0; i < to.Length; i++)
            {
                values.Set(to[i], x.Scalar(sorted[i]));
                indices.Integers[to[i]] = Array.IndexOf(from, sorted[i]);
            }
        }
        return [values, indices];
    }

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => this with { K = K.Substitute(replacement) };
}
