using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>1-D cross-correlation as in PyTorch: x [in, L], weight [out, in / groups, kernel], bias [out]; a <see cref="Conv2d"/> of one row.</summary>
public sealed record Conv1d(int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1, Sparsity? Sparsity = null) : Composite
{
    private static readonly Parameter.Attribute[] Options =
    [
        new("stride", AttributeKind.Integer, 1),
        new("padding", AttributeKind.Integer, 0),
        new("dilation", AttributeKind.Integer, 1),
        new("groups", AttributeKind.Integer, 1),
        Sparse.Parameter,
    ];

    public static readonly OperatorDefinition Operator = new(
        "conv1d",
        "Convolution over a sequence, channels first.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional), .. Options],
        Create
    )
    {
        Layer = new LayerForm(
            [new("out", AttributeKind.Size), new("kernel", AttributeKind.Integer), .. Options, new("bias", AttributeKind.Flag, true)],
            ["x"],
            Resolve
        ),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Stride != 1)
                yield return ("stride", Stride);
            if (Padding != 0)
                yield return ("padding", Padding);
            if (Dilation != 1)
                yield return ("dilation", Dilation);
            if (Groups != 1)
                yield return ("groups", Groups);
            foreach (NamedAttribute sparse in Sparse.Attribute(Sparsity))
                yield return sparse;
        }
    }

    private Conv2d OfOneRow => new(new Pair(1, Stride), new Pair(0, Padding), new Pair(1, Dilation), Groups, Sparsity);

    private static Conv1d Create(Attributes a) =>
        new(a.Int("stride"), a.Int("padding"), a.Int("dilation"), a.Int("groups"), a.Sparsity("sparse"));

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        Conv1d conv = Create(arguments);
        int kernel = arguments.Int("kernel");
        if (
            (TypeRules.Rank(data, 0, 2) ?? TypeRules.AtLeast("groups", conv.Groups, 1) ?? TypeRules.AtLeast("kernel", kernel, 1)) is
            { } problem
        )
            return problem;
        if (Size.DivideExactly(data[0].Shape[0], conv.Groups) is not { } inputs)
            return new TypeProblem.Indivisible("the input channels", data[0].Shape[0], conv.Groups);
        var weight = new LayerWeight("weight", TensorType.F32(arguments.Size("out"), inputs, kernel));
        var bias = new LayerWeight("bias", TensorType.F32(arguments.Size("out")));
        return new LayerResolution.Resolved(conv, arguments.Flag("bias") ? [weight, bias] : [weight]);
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 2) ?? TypeRules.Rank(inputs, 1, 3);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        T weight = OneRow.Insert(sink, inputs[1], axis: 2);
        T y = sink.Apply(OfOneRow, [OneRow.Insert(sink, inputs[0], axis: 1), weight, .. inputs.Skip(2)]);
        return [OneRow.Drop(sink, y, axis: 1)];
    }
}
