using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// PyTorch's GRU cell, gates in the order r z n: n = tanh(nₓ + σ(r) · nₕ), h' = (1 - σ(z)) · n + σ(z) · h. Takes x [.., in] and h
/// [.., hidden] and gives h'.
/// </summary>
public sealed record GruCell : Composite
{
    private const int GateCount = 3;
    private const int StateCount = 1;

    public static readonly OperatorDefinition Operator = new(
        "gru_cell",
        "One step of a gated recurrent unit: the next h.",
        ["x", "h", .. RecurrentWeights.Parameters],
        _ => new GruCell()
    )
    {
        Layer = new LayerForm(
            RecurrentWeights.LayerParameters,
            ["x", "h"],
            (a, data) => RecurrentWeights.Resolve(new GruCell(), GateCount, a, data)
        ),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) => RecurrentWeights.Check(inputs, StateCount, GateCount);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        (T[] fromInput, T[] fromHidden) = RecurrentWeights.Gates(sink, inputs, StateCount, GateCount);
        T Gate(int i) => sink.Apply(new Sigmoid(), sink.Apply(new Add(), fromInput[i], fromHidden[i]));
        T reset = Gate(0);
        T update = Gate(1);
        T candidate = sink.Apply(new Tanh(), sink.Apply(new Add(), fromInput[2], sink.Apply(new Multiply(), reset, fromHidden[2])));
        T renewed = sink.Apply(new Multiply(), sink.Apply(new Subtract(), sink.Apply(Constant.F32(1)), update), candidate);
        return [sink.Apply(new Add(), renewed, sink.Apply(new Multiply(), update, inputs[1]))];
    }
}
