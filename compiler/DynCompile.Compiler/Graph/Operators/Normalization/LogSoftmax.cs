using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>(x - max) - log(sum(exp(x - max))) along one axis.</summary>
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

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType x = sink.TypeOf(inputs[0]);
        if (x.Shape[Axis < 0 ? Axis + x.Rank : Axis] == Size.Zero)
            return inputs;
        // The largest goes before the logarithm: a large one would round the small difference away.
        T shifted = sink.Apply(new Subtract(), inputs[0], sink.Apply(new Max([Axis], Keep: true), inputs[0]));
        T sum = sink.Apply(new Sum([Axis], Keep: true), sink.Apply(new Exp(), shifted));
        return [sink.Apply(new Subtract(), shifted, sink.Apply(new Log(), sum))];
    }
}
