using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Joins tensors along an existing axis.</summary>
public sealed record Concat(int Axis = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "concat",
        "Joins tensors along an axis.",
        [new Parameter.Value("inputs", Arity.List), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Concat(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == 0 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (inputs.Length == 0)
            return new TypeProblem.Other("needs at least one tensor");
        if (TypeRules.Axis("axis", Axis, inputs[0].Rank, out int axis) is { } problem)
            return problem;
        Size total = Size.Zero;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Element != inputs[0].Element)
                return new TypeProblem.MixedElements(0, i);
            if (inputs[i].Rank != inputs[0].Rank)
                return new TypeProblem.Rank(i, $"{inputs[0].Rank}");
            for (int d = 0; d < inputs[i].Rank; d++)
            {
                if (d != axis && inputs[i].Shape[d] != inputs[0].Shape[d])
                    return new TypeProblem.Extent(i, d, inputs[0].Shape[d], "the first tensor");
            }
            total += inputs[i].Shape[axis];
        }
        Size[] shape = [.. inputs[0].Shape];
        shape[axis] = total;
        return inputs[0].With(shape);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor y = evaluation.NewOutput(0);
        int axis = Axis < 0 ? Axis + y.Rank : Axis;
        int start = 0;
        foreach (ReferenceTensor x in evaluation.Inputs)
        {
            int inner = y.Shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
            for (int i = 0; i < x.Count; i++)
            {
                int block = x.Shape[axis] * inner;
                y.Set(i / block * y.Shape[axis] * inner + start * inner + i % block, x.Scalar(i));
            }
            start += x.Shape[axis];
        }
        return [y];
    }
}
