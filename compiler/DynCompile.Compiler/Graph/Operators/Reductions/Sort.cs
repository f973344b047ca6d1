using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Orders the elements along an axis and gives their indices (i32) too. Stable: equals stay in the order of their indices. NaN is the
/// largest, last when ascending.
/// </summary>
public sealed record Sort(int Axis = -1, bool Descending = false) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "sort",
        "The elements in order along an axis, and their indices; equals keep their order, NaN is the largest.",
        ["x", new Parameter.Attribute("axis", AttributeKind.Integer, -1), new Parameter.Attribute("descending", AttributeKind.Flag, false)],
        a => new Sort(a.Int("axis"), a.Flag("descending"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Axis != -1)
                yield return ("axis", Axis);
            if (Descending)
                yield return ("descending", true);
        }
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.Arithmetic(inputs, 0) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank, out _)) is { } problem)
            return problem;
        return (EquatableArray<TensorType>)[inputs[0], inputs[0].With(Tensors.ElementType.I32)];
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor values = evaluation.NewOutput(0);
        ReferenceTensor indices = evaluation.NewOutput(1);
        foreach (int[] line in Lines.Along(x.Shape, Axis))
        {
            int[] sorted = ScalarOrder.Sort(x, line, Descending);
            for (int i = 0; i < line.Length; i++)
            {
                values.Set(line[i], x.Scalar(sorted[i]));
                indices.Integers[line[i]] = Array.IndexOf(line, sorted[i]);
            }
        }
        return [values, indices];
    }
}
