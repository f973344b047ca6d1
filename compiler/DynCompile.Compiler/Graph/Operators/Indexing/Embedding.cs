using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The row of a weight [count, width] for each index: [..] gives [.., width]. Every index is checked.</summary>
public sealed record Embedding : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "embedding",
        "A row of a table for each index.",
        [Parameter.Index("index"), "weight"],
        _ => new Embedding()
    )
    {
        Layer = new LayerForm([new("count", AttributeKind.Size), new("width", AttributeKind.Size)], ["index"], Resolve),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data) =>
        new LayerResolution.Resolved(
            new Embedding(),
            [new LayerWeight("weight", TensorType.F32(arguments.Size("count"), arguments.Size("width")))]
        );

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.Index(inputs, 0) ?? TypeRules.Rank(inputs, 1, 2)) is { } problem)
            return problem;
        return inputs[1].With([.. inputs[0].Shape, inputs[1].Shape[1]]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor weight = evaluation.Inputs[1];
        int width = weight.Shape[1];
        int[] rows = [.. evaluation.Inputs[0].Integers.Select(i => evaluation.CheckedIndex(i, weight.Shape[0]))];
        return [weight.Pick(evaluation.OutputShape(0), i => rows[i / width] * width + i % width)];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) => inputs[1].Shape[0];
}
