using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Batch normalisation in eval mode: (x - running_mean) / √(running_var + eps) · weight + bias, each a vector over the channels,
/// which are axis 0 of x [C, ..].
/// </summary>
public sealed record BatchNorm(double Eps = BatchNorm.DefaultEps) : Composite
{
    private const double DefaultEps = 1e-5;

    private static readonly string[] WeightNames = ["weight", "bias", "running_mean", "running_var"];

    public static readonly OperatorDefinition Operator = new(
        "batch_norm",
        "Batch normalisation with stored statistics, channels first.",
        ["x", "weight", "bias", "running_mean", "running_var", new Parameter.Attribute("eps", AttributeKind.Real, DefaultEps)],
        a => new BatchNorm(a.Real("eps"))
    )
    {
        Layer = new LayerForm([new("eps", AttributeKind.Real, DefaultEps)], ["x"], Resolve),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Eps == DefaultEps ? [] : [("eps", Eps)];

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        if (TypeRules.RankAtLeast(data, 0, 1) is { } problem)
            return problem;
        TensorType perChannel = TensorType.F32(data[0].Shape[0]);
        return new LayerResolution.Resolved(
            new BatchNorm(arguments.Real("eps")),
            [.. WeightNames.Select(n => new LayerWeight(n, perChannel))]
        );
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? TypeRules.RankAtLeast(inputs, 0, 1) ?? TypeRules.Vectors(inputs, 1, inputs[0].Shape[0], "the channels");

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType x = sink.TypeOf(inputs[0]);
        T PerChannel(T vector) => sink.Apply(new Reshape([x.Shape[0], .. x.Shape.Skip(1).Select(_ => Size.One)]), vector);
        T deviation = sink.Apply(new Sqrt(), sink.Apply(new Add(), inputs[4], sink.Apply(Constant.F32(Eps))));
        T centred = sink.Apply(new Subtract(), inputs[0], PerChannel(inputs[3]));
        T scaled = sink.Apply(new Multiply(), centred, PerChannel(sink.Apply(new Divide(), inputs[1], deviation)));
        return [sink.Apply(new Add(), scaled, PerChannel(inputs[2]))];
    }
}
