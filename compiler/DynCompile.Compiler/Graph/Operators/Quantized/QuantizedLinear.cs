using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary><c>linear(10, quantize: i8)</c>: x and the weight are quantized, multiplied as integers, and scaled back; the bias stays f32.</summary>
public sealed record QuantizedLinear : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "quantized_linear",
        "Matrix product with a weight [out, in] in 8-bit integers, plus a bias.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional)],
        _ => new QuantizedLinear()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) => new Linear().Infer(inputs).Problem;

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        (T x, T xScale) = Quantization.Quantize(sink, inputs[0]);
        T[] weight = sink.ApplyAll(new QuantizeRows(), inputs[1]);
        T y = Quantization.Scale(sink, sink.Apply(new LinearI8(), x, weight[0]), xScale, weight[1]);
        return [inputs.Length > 2 ? sink.Apply(new Add(), y, inputs[2]) : y];
    }
}
