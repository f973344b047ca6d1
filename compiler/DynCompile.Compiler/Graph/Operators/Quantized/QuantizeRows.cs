using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// The 8-bit integers of a weight and the scale of each of its output rows: f32 [out, ..] gives i8 [out, ..] and f32 [out], symmetric,
/// max |w| of a row is 127.
/// </summary>
public sealed record QuantizeRows : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "quantize_rows",
        "The 8-bit integers of a weight, and the scale of each of its rows.",
        ["weight"],
        _ => new QuantizeRows()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? TypeRules.RankAtLeast(inputs, 0, 2);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType weight = sink.TypeOf(inputs[0]);
        (T quantized, T scales) = Quantization.Quantize(sink, inputs[0], [.. Enumerable.Range(1, weight.Rank - 1)]);
        return [quantized, sink.Apply(new Reshape([weight.Shape[0]]), scales)];
    }
}
