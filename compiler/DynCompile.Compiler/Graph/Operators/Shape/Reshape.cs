using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The same elements, in row-major order, under another shape.</summary>
public sealed record Reshape(EquatableArray<Size> Shape) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "reshape",
        "The same elements under another shape.",
        ["x", new Parameter.Attribute("shape", AttributeKind.Sizes)],
        a => new Reshape(a.Sizes("shape"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("shape", Shape)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType result = inputs[0].With([.. Shape]);
        if (Shape.Any(d => d.Smallest < 0))
            return new TypeProblem.Attribute("shape", Shape, "no negative sizes");
        return TypeRules.AreEqual(result.Count, inputs[0].Count) ? result : new TypeProblem.Count(inputs[0].Count, result.Count);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation) => [evaluation.Inputs[0].Reshape(evaluation.OutputShape(0))];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) =>
        new Reshape([.. Shape.Select(d => d.Substitute(replacement))]);
}
