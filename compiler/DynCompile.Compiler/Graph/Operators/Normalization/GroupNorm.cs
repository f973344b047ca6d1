using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// (x - mean) / √(variance + eps) over each of <see cref="Groups"/> groups of channels with all their positions, then · weight + bias
/// for each channel. Channels are axis 0 of x [C, ..].
/// </summary>
public sealed record GroupNorm(int Groups, double Eps = GroupNorm.DefaultEps) : Composite
{
    private const double DefaultEps = 1e-5;

    public static readonly OperatorDefinition Operator = new(
        "group_norm",
        "Normalisation over groups of channels, channels first.",
        [
            "x",
            new Parameter.Value("weight", Arity.Optional),
            new Parameter.Value("bias", Arity.Optional),
            new Parameter.Attribute("groups", AttributeKind.Integer),
            new Parameter.Attribute("eps", AttributeKind.Real, DefaultEps),
        ],
        a => new GroupNorm(a.Int("groups"), a.Real("eps"))
    )
    {
        Layer = new LayerForm([new("groups", AttributeKind.Integer), new("eps", AttributeKind.Real, DefaultEps)], ["x"], Resolve),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("groups", Groups);
            if (Eps != DefaultEps)
                yield return ("eps", Eps);
        }
    }

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        if (TypeRules.RankAtLeast(data, 0, 1) is { } problem)
            return problem;
        TensorType perChannel = TensorType.F32(data[0].Shape[0]);
        return new LayerResolution.Resolved(
            new GroupNorm(arguments.Int("groups"), arguments.Real("eps")),
            [new LayerWeight("weight", perChannel), new LayerWeight("bias", perChannel)]
        );
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.RankAtLeast(inputs, 0, 1) ?? TypeRules.AtLeast("groups", Groups, 1)) is { } problem)
            return problem;
        Size channels = inputs[0].Shape[0];
        if (Size.DivideExactly(channels, Groups) is null)
            return new TypeProblem.Indivisible("the channels", channels, Groups);
        return TypeRules.Vectors(inputs, 1, channels, "the channels");
    }

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType x = sink.TypeOf(inputs[0]);
        T PerChannel(T vector) => sink.Apply(new Reshape([x.Shape[0], .. x.Shape.Skip(1).Select(_ => Size.One)]), vector);
        T grouped = sink.Apply(new Reshape([Groups, Size.DivideExactly(x.Count, Groups)!]), inputs[0]);
        T y = sink.Apply(new Reshape(x.Shape), LayerNorm.Standardise(sink, grouped, Eps));
        if (inputs.Length > 1)
            y = sink.Apply(new Multiply(), y, PerChannel(inputs[1]));
        if (inputs.Length > 2)
            y = sink.Apply(new Add(), y, PerChannel(inputs[2]));
        return [y];
    }
}
