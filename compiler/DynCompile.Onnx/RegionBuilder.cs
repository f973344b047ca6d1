using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Onnx.Format;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Onnx;

/// <summary>How a weight is stored for a use: pruned ones stand beside the dense ones, which other uses may read.</summary>
/// <param name="Outputs">The axes [outputs, inputs, positions] that a pruned weight is pruned along.</param>
internal sealed record StoredForm(TensorType Type, Sparsity? Sparsity = null, int Outputs = 0, int Inputs = 0, int Positions = 0);

/// <summary>A weight that a region reads.</summary>
/// <param name="Indices">The values for the holes of <paramref name="Path"/>.</param>
internal sealed record WeightUse(WeightPath Path, EquatableArray<ValueId> Indices, StoredForm Form);

/// <summary>
/// Writes a condition-free sequence of nodes as one ONNX graph with the inputs <c>x0…</c> (values), <c>w0…</c> (weights), <c>s0…</c> (sizes)
/// and the outputs <c>y0…</c> (values), <c>f0…</c> (bools: true where something faulted).
/// </summary>
internal sealed class RegionBuilder
{
    private readonly Dictionary<ValueId, string> _names = [];
    private readonly Dictionary<ValueId, TensorType> _types;
    private readonly Dictionary<(ValueId Weight, StoredForm Form), string> _readWeights = [];
    private readonly Dictionary<ValueId, Node> _weights = [];
    private readonly List<WeightUse> _uses = [];
    private readonly List<Origin> _faults = [];
    private readonly List<string> _faultNames = [];

    private RegionBuilder(Dictionary<ValueId, TensorType> types) => _types = types;

    public GraphBuilder Graph { get; } = new();

    /// <summary>What a region's graph needs and gives, in the order of its inputs and outputs.</summary>
    public sealed record Result(
        GraphProto Graph,
        EquatableArray<ValueId> Inputs,
        EquatableArray<WeightUse> Weights,
        EquatableArray<SizeSymbol> Sizes,
        EquatableArray<ValueId> Outputs,
        EquatableArray<Origin> Faults
    );

    /// <param name="nodes">In order; weights and constants that they use among them.</param>
    /// <param name="outputs">The values that others read.</param>
    /// <param name="types">The types of all values.</param>
    public static Result Build(IReadOnlyList<Node> nodes, EquatableArray<ValueId> outputs, Dictionary<ValueId, TensorType> types)
    {
        var builder = new RegionBuilder(types);
        HashSet<ValueId> own = [.. nodes.SelectMany(n => n.Results).Select(r => r.Id)];
        // Indices of weights choose what the host binds; they are not read here.
        ValueId[] inputs =
        [
            .. nodes.Where(n => n.Operator is not Weight).SelectMany(n => n.Inputs).Where(v => !own.Contains(v)).Distinct().OrderBy(v => v),
        ];
        for (int i = 0; i < inputs.Length; i++)
        {
            builder._names.Add(inputs[i], $"x{i}");
            builder.Graph.AddInput($"x{i}", types[inputs[i]]);
        }
        foreach (Node node in nodes)
            builder.Write(node);
        for (int i = 0; i < outputs.Length; i++)
            builder.Graph.AddOutput($"y{i}", builder.NameOf(outputs[i]), types[outputs[i]]);
        for (int i = 0; i < builder._faults.Count; i++)
            builder.Graph.AddOutput($"f{i}", builder._faultNames[i], TensorType.Bool);
        for (int i = 0; i < builder._uses.Count; i++)
            builder.Graph.AddInput($"w{i}", builder._uses[i].Form.Type);
        builder.Graph.AddSizeInputs();
        return new Result(builder.Graph.Graph, [.. inputs], [.. builder._uses], [.. builder.Graph.Sizes], outputs, [.. builder._faults]);
    }

    public TensorType TypeOf(ValueId value) => _types[value];

    public void Name(ValueId value, string name) => _names[value] = name;

    /// <summary>The name of a value in the graph; weights come in when they are first read.</summary>
    public string NameOf(ValueId value)
    {
        if (_weights.TryGetValue(value, out Node? weight))
            return Read(weight, new StoredForm(ModelWeights.Stored(weight.Result.Type)));
        return _names[value];
    }

    /// <summary>A weight pruned for a product that reads it as [outputs, inputs, …]; null when it is not a stored one.</summary>
    public string? Pruned(ValueId value, Sparsity sparsity)
    {
        TensorType read = _types[value];
        if (!_weights.TryGetValue(RootOf(value), out Node? weight))
            return null;
        TensorType stored = ModelWeights.Stored(weight.Result.Type);
        int[] shape = read.LargestExtents;
        int positions = shape.Skip(2).Aggregate(1, (n, d) => n * d);
        string pruned = Read(weight, new StoredForm(stored, sparsity, shape[0], shape[1], positions));
        return weight.Result.Id == value ? pruned : Graph.Add("Reshape", [pruned, Graph.Of(read.Shape)], Attribute.Of("allowzero", 1));
    }

    /// <summary>Reports a fault where any element is true.</summary>
    public string AddFault(string isBad, Origin origin)
    {
        string number = Graph.Add("Cast", [isBad], Attribute.Of("to", (long)TensorProto.Types.DataType.Int32));
        // Of no elements nothing is wrong; a reduction of none is not what all runtimes have.
        string flat = Graph.Add("Reshape", [number, Graph.Longs(-1)]);
        string withOne = Graph.Add("Concat", [flat, Graph.Constant(ElementType.I32, [0], 1)], Attribute.Of("axis", 0));
        string any = Graph.Add("ReduceMax", [withOne], Attribute.Of("keepdims", 0));
        _faults.Add(origin);
        _faultNames.Add(Graph.Add("Cast", [any], Attribute.Of("to", (long)TensorProto.Types.DataType.Bool)));
        return isBad;
    }

    private readonly Dictionary<ValueId, ValueId> _views = [];

    private ValueId RootOf(ValueId value)
    {
        while (_views.TryGetValue(value, out ValueId viewed))
            value = viewed;
        return value;
    }

    private void Write(Node node)
    {
        if (node.Operator is Weight)
            _weights[node.Result.Id] = node;
        else
            OperatorNodes.Write(new NodeWriter(node, this), this);
        if (node.Operator is Reshape)
            _views[node.Result.Id] = node.Inputs[0];
    }

    // A use at an elastic size reads the front of the stored weight.
    private string Read(Node weight, StoredForm form)
    {
        if (_readWeights.TryGetValue((weight.Result.Id, form), out string? known))
            return known;
        string name = $"w{_uses.Count}";
        _uses.Add(new WeightUse(((Weight)weight.Operator).Path, weight.Inputs, form));
        TensorType read = weight.Result.Type;
        int[] elastic = [.. Enumerable.Range(0, read.Rank).Where(axis => !read.Shape[axis].IsConstant)];
        if (elastic.Length > 0)
        {
            string starts = Graph.Longs([.. elastic.Select(_ => 0L)]);
            string axes = Graph.Longs([.. elastic.Select(axis => (long)axis)]);
            name = Graph.Add("Slice", [name, starts, Graph.Of(elastic.Select(axis => read.Shape[axis])), axes]);
        }
        _readWeights.Add((weight.Result.Id, form), name);
        return name;
    }
}
