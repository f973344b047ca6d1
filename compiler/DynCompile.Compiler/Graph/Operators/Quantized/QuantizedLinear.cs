using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary><c>linear(10, quantize: i8)</c>: x and the weight are quantized, multiplied as integers, and scaled back; the bias stays f32.</summary>
public sealed record QuantizedLinear(bool IsCalibrated = false) : Composite, IQuantizedLayer
{
    public static readonly OperatorDefinition Operator = new(
        "quantized_linear",
        "Matrix product with a weight [out, in] in 8-bit integers, plus a bias.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional), .. Quantization.Calibration],
        a => new QuantizedLinear(a.Flag("calibrated"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Quantization.Attribute(IsCalibrated);

    public Operator Calibrated => this with { IsCalibrated = true };

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        Quantization.CheckScale(inputs, IsCalibrated) ?? new Linear().Infer(Quantization.WithoutScale(inputs, IsCalibrated)).Problem;

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        (T x, T xScale) = Quantization.QuantizeInput(sink, inputs, IsCalibrated);
        T[] weight = sink.ApplyAll(new QuantizeRows(), inputs[1]);
        T y = Quantization.Scale(sink, sink.Apply(new LinearI8(), x, weight[0]), xScale, weight[1]);
        return [Quantization.HasBias(inputs.Length, IsCalibrated) ? sink.Apply(new Add(), y, inputs[2]) : y];
    }
}
