using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Axes in another order: axis i of the result is axis <c>Axes[i]</c> of the input.</summary>
public sealed record Permute(EquatableArray<int> Axes) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "permute",
        "Axes in another order.",
        ["x", new Parameter.Attribute("axes", AttributeKind.Integers)],
        a => new Permute(a.Ints("axes"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("axes", Axes)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (TypeRules.Axes("axes", Axes, x.Rank, out _) is { } problem)
            return problem;
        if (Axes.Length != x.Rank)
            return new TypeProblem.Attribute("axes", Axes, $"each of the {x.Rank} axes once");
        return x.With([.. Axes.Select(a => x.Shape[a < 0 ? a + x.Rank : a])]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int[] strides = ReferenceTensor.Strides(x.Shape);
        int[] permuted = [.. Axes.Select(a => strides[a < 0 ? a + x.Rank : a])];
        int[] shape = evaluation.OutputShape(0);
        return [x.Pick(shape, i => ReferenceTensor.Offset(i, shape, permuted))];
    }
}
