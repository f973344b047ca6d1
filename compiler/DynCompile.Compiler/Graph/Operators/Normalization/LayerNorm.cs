using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>(x - mean) / √(variance + eps) along the last axis, then · weight + bias; the variance is the biased one.</summary>
public sealed record LayerNorm(double Eps = LayerNorm.DefaultEps) : Composite
{
    private const double DefaultEps = 1e-5;

    public static readonly OperatorDefinition Operator = new(
        "layer_norm",
        "Normalisation along the last axis.",
        [
            "x",
            new Parameter.Value("weight", Arity.Optional),
            new Parameter.Value("bias", Arity.Optional),
            new Parameter.Attribute("eps", AttributeKind.Real, DefaultEps),
        ],
        a => new LayerNorm(a.Real("eps"))
    )
    {
        Layer = new LayerForm([new("eps", AttributeKind.Real, DefaultEps), new("bias", AttributeKind.Flag, true)], ["x"], Resolve),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Eps == DefaultEps ? [] : [("eps", Eps)];

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        if (TypeRules.RankAtLeast(data, 0, 1) is { } problem)
            return problem;
        TensorType features = TensorType.F32(data[0].Shape[^1]);
        var weight = new LayerWeight("weight", features);
        return new LayerResolution.Resolved(
            new LayerNorm(arguments.Real("eps")),
            arguments.Flag("bias") ? [weight, new LayerWeight("bias", features)] : [weight]
        );
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs)
        ?? TypeRules.RankAtLeast(inputs, 0, 1)
        ?? TypeRules.Vectors(inputs, 1, inputs[0].Shape[^1], "the last axis");

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        T y = Standardise(sink, inputs[0], Eps);
        if (inputs.Length > 1)
            y = sink.Apply(new Multiply(), y, inputs[1]);
        if (inputs.Length > 2)
            y = sink.Apply(new Add(), y, inputs[2]);
        return [y];
    }

    /// <summary>Mean 0 and variance 1 along the last axis.</summary>
    internal static T Standardise<T>(IOperatorSink<T> sink, T x, double eps)
    {
        T centred = sink.Apply(new Subtract(), x, sink.Apply(new Mean([-1], Keep: true), x));
        T variance = sink.Apply(new Mean([-1], Keep: true), sink.Apply(new Multiply(), centred, centred));
        return sink.Apply(new Divide(), centred, sink.Apply(new Sqrt(), sink.Apply(new Add(), variance, sink.Apply(Constant.F32(eps)))));
    }
}
