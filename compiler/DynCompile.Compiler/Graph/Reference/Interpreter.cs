using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.Graph.Reference;

/// <summary>
/// Runs a graph as it stands, one sample at a time: slow and obviously right, the judge of every pass and every backend.
/// An interpreter may run many samples, one after the other.
/// </summary>
public sealed class Interpreter
{
    private readonly ModelGraph _graph;
    private readonly Dictionary<string, Function> _functions;
    private readonly Dictionary<string, int> _frameSizes;
    private readonly ReferenceWeights _weights;
    private readonly Precision _precision;

    /// <summary>The values of elastic sizes now; a <c>with</c> adds its own while its body runs.</summary>
    private readonly Dictionary<SizeSymbol, long> _sizes = [];
    private readonly Func<SizeSymbol, long> _valueOf;

    /// <param name="elasticSettings">Values of elastic sizes by name; the largest where there is none.</param>
    /// <exception cref="ArgumentException">A setting names no elastic size, or a value that it does not list.</exception>
    public Interpreter(
        ModelGraph graph,
        WeightSet weights,
        Precision precision = Precision.Single,
        IReadOnlyDictionary<string, long>? elasticSettings = null
    )
    {
        _graph = graph;
        _functions = graph.Functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        _frameSizes = graph.Functions.ToDictionary(f => f.Name, FrameSize, StringComparer.Ordinal);
        _weights = new ReferenceWeights(weights);
        _precision = precision;
        _valueOf = symbol =>
            _sizes.TryGetValue(symbol, out long value)
                ? value
                : throw new InvalidOperationException($"the size {symbol} has no value here");
        foreach (Elastic elastic in graph.Elastics)
            _sizes.Add(elastic.Symbol, elastic.Symbol.Largest);
        foreach (KeyValuePair<string, long> setting in elasticSettings ?? new Dictionary<string, long>())
            Set(setting.Key, setting.Value);
    }

    /// <summary>What the model's state is before the first call: its inputs behind the declared ones.</summary>
    public IEnumerable<ReferenceTensor> InitialState =>
        _graph.States.Select(
            (state, i) =>
            {
                TensorType type = _graph.Main.Inputs[_graph.Inputs.Length + i].Type;
                return ReferenceTensor.Filled(type.Element, type.LargestExtents, state.Initial);
            }
        );

    /// <summary>Sees every node after it ran, with its inputs and its results: in order, also those inside bodies and called blocks.</summary>
    public Action<Node, ReferenceTensor[], ReferenceTensor[]>? Observer { get; init; }

    /// <summary>Sees each stored weight that is read, and its absolute path.</summary>
    public Action<string, ReferenceTensor>? WeightRead { get; init; }

    /// <summary>The results of the model in their order, <c>exit</c> included, for one sample.</summary>
    /// <exception cref="FaultException">The model asked for something that does not exist.</exception>
    /// <exception cref="ArgumentException">The inputs are not the model's.</exception>
    public ReferenceTensor[] Run(IReadOnlyList<ReferenceTensor> inputs)
    {
        Function model = _graph.Main;
        if (inputs.Count != model.Inputs.Length)
            throw new ArgumentException($"{_graph.Name} takes {model.Inputs.Length} inputs, not {inputs.Count}");
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Type != model.Inputs[i].Type)
                throw new ArgumentException($"input {model.Inputs[i].Name ?? $"{i}"} is {model.Inputs[i].Type}, not {inputs[i].Type}");
        }
        return Run(model, "", [.. inputs]);
    }

    private void Set(string name, long value)
    {
        Elastic elastic =
            _graph.Elastics.FirstOrDefault(e => e.Symbol.Name == name)
            ?? throw new ArgumentException($"{_graph.Name} has no elastic size {name}");
        if (!elastic.Symbol.Values.Contains(value))
            throw new ArgumentException($"{name} is one of {string.Join(", ", elastic.Symbol.Values)}, not {value}");
        _sizes[elastic.Symbol] = value;
    }

    private static int FrameSize(Function function) =>
        1 + Definitions(function.Body).Select(d => d.Id.Index).Concat(function.Inputs.Select(i => i.Id.Index)).DefaultIfEmpty(-1).Max();

    private static IEnumerable<Definition> Definitions(Body body) =>
        body.AllNodes().SelectMany(n => n.Results.Concat(n.Bodies.SelectMany(b => b.Parameters)));

    /// <summary>How a body ended, with the values that it hands on.</summary>
    private readonly record struct Outcome(Ending Ending, ReferenceTensor[] Values);

    /// <summary>The values of one call of a function, and where the weights of that call are.</summary>
    private sealed class Frame(int size, string path)
    {
        private readonly ReferenceTensor?[] _values = new ReferenceTensor?[size];

        public ReferenceTensor this[ValueId id] => _values[id.Index] ?? throw new InvalidOperationException($"{id} has no value yet");

        public void Set(Definition definition, ReferenceTensor value) => _values[definition.Id.Index] = value;

        public ReferenceTensor[] Read(IReadOnlyList<ValueId> ids)
        {
            var values = new ReferenceTensor[ids.Count];
            for (int i = 0; i < values.Length; i++)
                values[i] = this[ids[i]];
            return values;
        }

        public string PathOf(WeightPath below, IReadOnlyList<long> indices)
        {
            string filled = below.Fill(indices);
            return path.Length == 0 ? filled
                : filled.Length == 0 ? path
                : $"{path}.{filled}";
        }
    }

    private ReferenceTensor[] Run(Function function, string path, ReferenceTensor[] inputs)
    {
        var frame = new Frame(_frameSizes[function.Name], path);
        Outcome outcome = Run(function.Body, frame, inputs);
        return outcome.Ending == Ending.Leave
            ? outcome.Values
            : throw new InvalidOperationException($"{function.Name} ends in {outcome.Ending}");
    }

    private Outcome Run(Body body, Frame frame, params ReferenceTensor[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
            frame.Set(body.Parameters[i], arguments[i]);
        foreach (Node node in body.Nodes)
        {
            Outcome outcome = Run(node, frame);
            if (outcome.Ending != Ending.Yield)
                return outcome;
            for (int i = 0; i < outcome.Values.Length; i++)
            {
                RequireType(node, i, outcome.Values[i]);
                frame.Set(node.Results[i], outcome.Values[i]);
            }
            Observer?.Invoke(node, frame.Read(node.Inputs), outcome.Values);
        }
        return new Outcome(body.End.Ending, frame.Read(body.End.Values));
    }

    // Tells a wrong evaluation from a wrong type rule at the first node where they part.
    private void RequireType(Node node, int result, ReferenceTensor value)
    {
        TensorType type = node.Results[result].Type;
        int[] shape = type.Extents(_valueOf);
        if (value.Element != type.Element || !value.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidOperationException($"{node.Operator.Name} at {node.Origin} is {type} but gave {value.Type}");
    }

    /// <summary>A yield with the node's results, or the jump that ended one of its bodies.</summary>
    private Outcome Run(Node node, Frame frame) =>
        node.Operator switch
        {
            If => Run(node.Bodies[frame[node.Inputs[0]].Scalar(0).IsTrue ? 0 : 1], frame),
            Loop loop => RunLoop(loop, node, frame),
            Switch choice => RunSwitch(choice, node, frame),
            With with => RunWith(with, node, frame),
            Call call => new Outcome(Ending.Yield, RunCall(call, node, frame)),
            Weight weight => new Outcome(Ending.Yield, [ReadWeight(weight, node, frame)]),
            _ => new Outcome(
                Ending.Yield,
                node.Operator.Evaluate(new Evaluation(node.Operator, frame.Read(node.Inputs), _precision, _valueOf, node.Origin))
            ),
        };

    private Outcome RunLoop(Loop loop, Node node, Frame frame)
    {
        ReferenceTensor[] carried = frame.Read(node.Inputs);
        long limit = loop.Limit.Evaluate(_valueOf);
        for (long iteration = 0; iteration < limit; iteration++)
        {
            ReferenceTensor[] arguments = [ReferenceTensor.OfIntegers(ElementType.I32, [], [iteration]), .. carried];
            if (loop.HasCondition && !Run(node.Bodies[0], frame, arguments).Values[0].Scalar(0).IsTrue)
                break;
            Outcome outcome = Run(node.Bodies[^1], frame, arguments);
            if (outcome.Ending == Ending.Leave)
                return outcome;
            carried = outcome.Values;
            if (outcome.Ending == Ending.Break)
                break;
        }
        return new Outcome(Ending.Yield, carried);
    }

    private Outcome RunSwitch(Switch choice, Node node, Frame frame)
    {
        ReferenceTensor index = frame[node.Inputs[0]];
        int chosen = CheckedIndex(index.Integers[0], choice.Count, node.Origin);
        return Run(node.Bodies[0], frame, ReferenceTensor.OfIntegers(ElementType.I32, [], [chosen]));
    }

    private Outcome RunWith(With with, Node node, Frame frame)
    {
        long value = frame[node.Inputs[0]].Integers[0];
        if (!with.Elastic.Values.Contains(value))
            throw FaultException.UnlistedSize(node.Origin, value, with.Elastic);
        bool wasSet = _sizes.TryGetValue(with.Bound, out long outer);
        _sizes[with.Bound] = value;
        try
        {
            return Run(node.Bodies[0], frame);
        }
        finally
        {
            if (wasSet)
                _sizes[with.Bound] = outer;
            else
                _sizes.Remove(with.Bound);
        }
    }

    private ReferenceTensor[] RunCall(Call call, Node node, Frame frame)
    {
        ReferenceTensor[] inputs = frame.Read(node.Inputs);
        string path = frame.PathOf(call.Path, Indices(call.Path, inputs, node.Origin));
        return Run(_functions[call.Function], path, [.. inputs.Skip(call.Path.HoleCount)]);
    }

    private ReferenceTensor ReadWeight(Weight weight, Node node, Frame frame)
    {
        string path = frame.PathOf(weight.Path, Indices(weight.Path, frame.Read(node.Inputs), node.Origin));
        ReferenceTensor stored = _weights.Read(path, weight.Type.Extents(_valueOf));
        WeightRead?.Invoke(path, stored);
        if (weight.Reading == WeightReading.AsStored)
            return stored;
        var quantize = new QuantizeRows();
        ReferenceTensor[] results = quantize.Evaluate(new Evaluation(quantize, [stored], _precision, _valueOf, node.Origin));
        return results[weight.Reading == WeightReading.Quantized ? 0 : 1];
    }

    private static long[] Indices(WeightPath path, ReferenceTensor[] inputs, Origin origin)
    {
        var indices = new long[path.HoleCount];
        int next = 0;
        foreach (int count in path.HoleCounts)
        {
            indices[next] = CheckedIndex(inputs[next].Integers[0], count, origin);
            next++;
        }
        return indices;
    }

    private static int CheckedIndex(long index, int bound, Origin origin) =>
        index >= 0 && index < bound ? (int)index : throw FaultException.Index(origin, index, bound);
}
