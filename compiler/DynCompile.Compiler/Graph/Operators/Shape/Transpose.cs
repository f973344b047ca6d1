using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Two axes swapped.</summary>
public sealed record Transpose(int A, int B) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "transpose",
        "Two axes swapped.",
        ["x", new Parameter.Attribute("a", AttributeKind.Integer), new Parameter.Attribute("b", AttributeKind.Integer)],
        a => new Transpose(a.Int("a"), a.Int("b"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("a", A), ("b", B)];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.Axis("a", A, inputs[0].Rank, out _) ?? TypeRules.Axis("b", B, inputs[0].Rank, out _);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        int rank = sink.TypeOf(inputs[0]).Rank;
        int[] axes = [.. Enumerable.Range(0, rank)];
        int a = A < 0 ? A + rank : A;
        int b = B < 0 ? B + rank : B;
        (axes[a], axes[b]) = (axes[b], axes[a]);
        return [sink.Apply(new Permute([.. axes]), inputs[0])];
    }
}
