using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>x - logsumexp(x) along one axis.</summary>
public sealed record LogSoftmax(int Axis = -1) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "log_softmax",
        "The logarithm of the softmax along an axis.",
        ["x", new Parameter.Attribute("axis", AttributeKind.Integer, -1)],
        a => new LogSoftmax(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == -1 ? [] : [("axis", Axis)];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank, out _);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs) =>
        [sink.Apply(new Subtract(), inputs[0], sink.Apply(new LogSumExp([Axis], Keep: true), inputs[0]))];
}
