using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// x / √(mean(x²) + eps) along the last axis, then · weight. The default eps is PyTorch's: the distance from 1 to the next f32.
/// </summary>
public sealed record RmsNorm(double Eps = RmsNorm.DefaultEps) : Composite
{
    private const double DefaultEps = 1.1920928955078125e-07;

    public static readonly OperatorDefinition Operator = new(
        "rms_norm",
        "Scaling by the root of the mean square along the last axis.",
        ["x", new Parameter.Value("weight", Arity.Optional), new Parameter.Attribute("eps", AttributeKind.Real, DefaultEps)],
        a => new RmsNorm(a.Real("eps"))
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
        return new LayerResolution.Resolved(
            new RmsNorm(arguments.Real("eps")),
            [new LayerWeight("weight", TensorType.F32(data[0].Shape[^1]))]
        );
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs)
        ?? TypeRules.RankAtLeast(inputs, 0, 1)
        ?? TypeRules.Vectors(inputs, 1, inputs[0].Shape[^1], "the last axis");

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        T square = sink.Apply(new Mean([-1], Keep: true), sink.Apply(new Multiply(), inputs[0], inputs[0]));
        T root = sink.Apply(new Sqrt(), sink.Apply(new Add(), square, sink.Apply(Constant.F32(Eps))));
        T y = sink.Apply(new Divide(), inputs[0], root);
        return [inputs.Length > 1 ? sink.Apply(new Multiply(), y, inputs[1]) : y];
    }
}
