using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>exp(x - max) / sum(exp(x - max)) along one axis.</summary>
public sealed record Softmax(int Axis = -1) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "softmax",
        "Exponentials along an axis, scaled to sum to 1.",
        ["x", new Parameter.Attribute("axis", AttributeKind.Integer, -1)],
        a => new Softmax(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == -1 ? [] : [("axis", Axis)];

    public override Inference Infer(EquatableArray<TensorType> inputs) =>
        (TypeRules.AllF32(inputs) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank, out _)) is { } problem ? problem : inputs[0];

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        foreach (int[] line in Lines.Along(x.Shape, Axis))
        {
            double max = line.Select(i => x.Reals[i]).Aggregate(double.NegativeInfinity, Math.Max);
            double sum = 0;
            foreach (int i in line)
            {
                y.Reals[i] = evaluation.Round(Math.Exp(evaluation.Round(x.Reals[i] - max)));
                sum = evaluation.Round(sum + y.Reals[i]);
            }
            foreach (int i in line)
                y.Reals[i] = evaluation.Round(y.Reals[i] / sum);
        }
        return [y];
    }
}
