using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// PyTorch's LSTM cell, gates in the order i f g o: c' = σ(f) · c + σ(i) · tanh(g), h' = σ(o) · tanh(c'). Takes x [.., in], h and c
/// [.., hidden] and gives h' and c'.
/// </summary>
public sealed record LstmCell : Composite
{
    private const int GateCount = 4;
    private const int StateCount = 2;

    public static readonly OperatorDefinition Operator = new(
        "lstm_cell",
        "One step of a long short-term memory: the next h and c.",
        ["x", "h", "c", .. RecurrentWeights.Parameters],
        _ => new LstmCell()
    )
    {
        Layer = new LayerForm(
            RecurrentWeights.LayerParameters,
            ["x", "h", "c"],
            (a, data) => RecurrentWeights.Resolve(new LstmCell(), GateCount, a, data)
        ),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) => RecurrentWeights.Check(inputs, StateCount, GateCount);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        (T[] fromInput, T[] fromHidden) = RecurrentWeights.Gates(sink, inputs, StateCount, GateCount);
        T[] gates = [.. fromInput.Zip(fromHidden, (x, h) => sink.Apply(new Add(), x, h))];
        T input = sink.Apply(new Sigmoid(), gates[0]);
        T forget = sink.Apply(new Sigmoid(), gates[1]);
        T candidate = sink.Apply(new Tanh(), gates[2]);
        T output = sink.Apply(new Sigmoid(), gates[3]);
        T c = sink.Apply(new Add(), sink.Apply(new Multiply(), forget, inputs[2]), sink.Apply(new Multiply(), input, candidate));
        return [sink.Apply(new Multiply(), output, sink.Apply(new Tanh(), c)), c];
    }
}
