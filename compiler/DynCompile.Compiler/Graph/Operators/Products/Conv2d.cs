using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// 2-D cross-correlation as in PyTorch: x [in, H, W], weight [out, in / groups, rows, columns], bias [out]. With
/// <see cref="Sparsity"/> the weight is pruned N:M along the input channels of a group, at each kernel position;
/// with <see cref="Relu"/> negative results become 0.
/// </summary>
public sealed record Conv2d(Pair Stride, Pair Padding, Pair Dilation, int Groups = 1, Sparsity? Sparsity = null, bool Relu = false)
    : Operator
{
    /// <summary>Where the kernel goes: what convolutions of all element types have.</summary>
    internal static readonly Parameter.Attribute[] Places =
    [
        new("stride", AttributeKind.Pair, 1),
        new("padding", AttributeKind.Pair, 0),
        new("dilation", AttributeKind.Pair, 1),
        new("groups", AttributeKind.Integer, 1),
    ];

    private static readonly Parameter.Attribute[] Options = [.. Places, Sparse.Parameter];

    public static readonly OperatorDefinition Operator = new(
        "conv2d",
        "Convolution over rows and columns, channels first.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional), .. Options],
        a => Create(a) with { Relu = a.Flag("relu") }
    )
    {
        OfPasses = Activation.Attributes,
        Layer = new LayerForm(
            [
                new("out", AttributeKind.Size),
                new("kernel", AttributeKind.Pair),
                .. Options,
                new("bias", AttributeKind.Flag, true),
                Quantization.Parameter,
            ],
            ["x"],
            Resolve
        ),
    };

    public Conv2d()
        : this(1, 0, 1) { }

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
            foreach (NamedAttribute attribute in Sparse.Attribute(Sparsity).Concat(Activation.Attribute(Relu)))
                yield return attribute;
        }
    }

    private static Conv2d Create(Attributes a) =>
        new(a.Pair("stride"), a.Pair("padding"), a.Pair("dilation"), a.Int("groups"), a.Sparsity("sparse"));

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        Conv2d conv = Create(arguments);
        Pair kernel = arguments.Pair("kernel");
        if (
            (
                TypeRules.Rank(data, 0, 3)
                ?? conv.CheckGroups(data[0].Shape[0], arguments.Size("out"))
                ?? TypeRules.AtLeast("kernel", kernel, 1)
                ?? Quantization.Check(arguments)
            ) is
            { } problem
        )
            return problem;
        Size inputs = Size.DivideExactly(data[0].Shape[0], conv.Groups)!;
        var weight = new LayerWeight("weight", TensorType.F32(arguments.Size("out"), inputs, kernel.Rows, kernel.Columns));
        var bias = new LayerWeight("bias", TensorType.F32(arguments.Size("out")));
        Operator made = Quantization.IsAsked(arguments) ? new QuantizedConv2d(conv.Stride, conv.Padding, conv.Dilation, conv.Groups) : conv;
        return new LayerResolution.Resolved(made, arguments.Flag("bias") ? [weight, bias] : [weight]);
    }

    /// <summary>How the kernel of a weight of the given type moves.</summary>
    public Window WindowOf(TensorType weight) =>
        new(new Pair((int)weight.Shape[2].Value, (int)weight.Shape[3].Value), Stride, Padding, Dilation);

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 3) ?? TypeRules.Rank(inputs, 1, 4)) is { } problem)
            return problem;
        (TensorType x, TensorType weight) = (inputs[0], inputs[1]);
        Size outputs = weight.Shape[0];
        if (!weight.Shape[2].IsConstant || !weight.Shape[3].IsConstant)
            return new TypeProblem.Other("the rows and columns of a kernel must be constant");
        if (CheckGroups(x.Shape[0], outputs) is { } indivisible)
            return indivisible;
        if (!TypeRules.AreEqual(weight.Shape[1] * Groups, x.Shape[0]))
            return new TypeProblem.Extent(0, 0, weight.Shape[1] * Groups, "the input channels of the weight");
        if (TypeRules.Vectors(inputs, 2, outputs, "the output channels of the weight") is { } wrongBias)
            return wrongBias;
        if (Sparse.Check(Sparsity, "the input channels of a group", weight.Shape[1], outputs) is { } unprunable)
            return unprunable;
        return WindowOf(weight).Places(x.Shape[1], x.Shape[2], out Size rows, out Size columns) is { } misfit
            ? misfit
            : x.With(outputs, rows, columns);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        Window window = WindowOf(evaluation.Inputs[1].Type);
        (int height, int width) = (x.Shape[1], x.Shape[2]);
        (int rows, int columns) = (window.Kernel.Rows, window.Kernel.Columns);
        (int outputs, int inputs) = (y.Shape[0], evaluation.Inputs[1].Shape[1]);
        double[] weight = Sparse.Prune(evaluation.Inputs[1], Sparsity, outputs, inputs, rows * columns);
        double[]? bias = evaluation.Inputs.Count == 3 ? evaluation.Inputs[2].Reals : null;
        int next = 0;
        for (int o = 0; o < outputs; o++)
        for (int row = 0; row < y.Shape[1]; row++)
        for (int column = 0; column < y.Shape[2]; column++)
        {
            int firstInput = o / (outputs / Groups) * inputs;
            double sum = 0;
            for (int c = 0; c < inputs; c++)
            for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                (int h, int w) = (window.Row(row, i), window.Column(column, j));
                if (h < 0 || h >= height || w < 0 || w >= width)
                    continue;
                double product = x.Reals[((firstInput + c) * height + h) * width + w] * weight[((o * inputs + c) * rows + i) * columns + j];
                sum = evaluation.Round(sum + product);
            }
            y.Reals[next++] = Activation.Of(bias is null ? sum : evaluation.Round(sum + bias[o]), Relu);
        }
        return [y];
    }

    public override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs)
    {
        TensorType weight = inputs[1];
        return Sparse.Kept(outputs[0].Count * weight.Shape[1] * weight.Shape[2] * weight.Shape[3], Sparsity);
    }

    private TypeProblem? CheckGroups(Size inputs, Size outputs)
    {
        if (TypeRules.AtLeast("groups", Groups, 1) is { } problem)
            return problem;
        if (Size.DivideExactly(inputs, Groups) is null)
            return new TypeProblem.Indivisible("the input channels", inputs, Groups);
        return Size.DivideExactly(outputs, Groups) is null ? new TypeProblem.Indivisible("the output channels", outputs, Groups) : null;
    }
}
