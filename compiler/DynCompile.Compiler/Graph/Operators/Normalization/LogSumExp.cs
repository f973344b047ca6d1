using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>log(sum(exp(x))) along axes, all by default, shifted by the largest so that nothing overflows; -inf of none.</summary>
public sealed record LogSumExp(EquatableArray<int>? Axes = null, bool Keep = false) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "logsumexp",
        "The logarithm of the sum of exponentials along axes.",
        [
            "x",
            new Parameter.Attribute("axes", AttributeKind.Integers, IsOptional: true),
            new Parameter.Attribute("keep", AttributeKind.Flag, false),
        ],
        a => new LogSumExp(a.OptionalInts("axes"), a.Flag("keep"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Axes is { } axes)
                yield return ("axes", axes);
            if (Keep)
                yield return ("keep", true);
        }
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? new Sum(Axes).Infer(inputs).Problem;

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType x = sink.TypeOf(inputs[0]);
        if (new Max(Axes).NormalAxes(x.Rank).Any(a => x.Shape[a] == Size.Zero))
            return [sink.Apply(new Full(Reduced(x, Keep)), sink.Apply(Constant.F32(double.NegativeInfinity)))];
        T largest = sink.Apply(new Max(Axes, Keep: true), inputs[0]);
        // An infinite shift would give inf - inf; no shift then gives the infinity itself.
        T infinite = sink.Apply(new Equal(), sink.Apply(new Abs(), largest), sink.Apply(Constant.F32(double.PositiveInfinity)));
        T shift = sink.Apply(new Where(), infinite, sink.Apply(Constant.F32(0)), largest);
        T sum = sink.Apply(new Sum(Axes, Keep: true), sink.Apply(new Exp(), sink.Apply(new Subtract(), inputs[0], shift)));
        T result = sink.Apply(new Add(), sink.Apply(new Log(), sum), shift);
        return [Keep ? result : sink.Apply(new Reshape(Reduced(x, keep: false).Shape), result)];
    }

    private TensorType Reduced(TensorType x, bool keep) => new Sum(Axes, keep).Infer([x]).Types[0];
}
