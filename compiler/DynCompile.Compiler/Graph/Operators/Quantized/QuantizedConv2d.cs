using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// <c>conv2d(16, kernel: 3, quantize: i8)</c>: x and the weight are quantized, multiplied as integers, and scaled back; the bias stays
/// f32.
/// </summary>
public sealed record QuantizedConv2d(Pair Stride, Pair Padding, Pair Dilation, int Groups = 1, bool IsCalibrated = false)
    : Composite,
        IQuantizedLayer
{
    public static readonly OperatorDefinition Operator = new(
        "quantized_conv2d",
        "Convolution in 8-bit integers over rows and columns, plus a bias.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional), .. Quantization.Calibration, .. Conv2d.Places],
        a => new QuantizedConv2d(a.Pair("stride"), a.Pair("padding"), a.Pair("dilation"), a.Int("groups"), a.Flag("calibrated"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [.. InIntegers.Attributes, .. Quantization.Attribute(IsCalibrated)];

    private Conv2dI8 InIntegers => new(Stride, Padding, Dilation, Groups);

    public Operator Calibrated => this with { IsCalibrated = true };

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        Quantization.CheckScale(inputs, IsCalibrated) ?? InIntegers.InReals.Infer(Quantization.WithoutScale(inputs, IsCalibrated)).Problem;

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        Size outputs = sink.TypeOf(inputs[1]).Shape[0];
        (T x, T xScale) = Quantization.QuantizeInput(sink, inputs, IsCalibrated);
        T[] weight = sink.ApplyAll(new QuantizeRows(), inputs[1]);
        T scales = sink.Apply(new Reshape([outputs, 1, 1]), weight[1]);
        T y = Quantization.Scale(sink, sink.Apply(InIntegers, x, weight[0]), xScale, scales);
        if (!Quantization.HasBias(inputs.Length, IsCalibrated))
            return [y];
        return [sink.Apply(new Add(), y, sink.Apply(new Reshape([outputs, 1, 1]), inputs[2]))];
    }
}
