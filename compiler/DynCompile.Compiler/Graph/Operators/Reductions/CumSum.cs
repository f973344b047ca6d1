using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The sums of all elements up to each one along an axis; integers wrap.</summary>
public sealed record CumSum(int Axis = -1) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "cumsum",
        "Running sums along an axis.",
        ["x", new Parameter.Attribute("axis", AttributeKind.Integer, -1)],
        a => new CumSum(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == -1 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs) =>
        (TypeRules.Arithmetic(inputs, 0) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank, out _)) is { } problem ? problem : inputs[0];

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = x.Clone();
        Scalar add = new Scalar.Argument(0, x.Element) + new Scalar.Argument(1, x.Element);
        foreach (int[] line in Lines.Along(x.Shape, Axis))
        {
            for (int i = 1; i < line.Length; i++)
                y.Set(line[i], ScalarEvaluation.Evaluate(add, [y.Scalar(line[i - 1]), x.Scalar(line[i])], evaluation));
        }
        return [y];
    }
}
