using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>A body while it is being written.</summary>
internal sealed class OpenBody(EquatableArray<Definition> parameters)
{
    public List<Node> Nodes { get; } = [];

    /// <summary>Set once the body's end is known; nothing may follow.</summary>
    public Terminator? End { get; set; }

    public bool IsOpen => End is null;

    public Body Close() => new(parameters, [.. Nodes], End ?? throw new InvalidOperationException("a body was closed without an end"));
}

/// <summary>Writes the nodes of one function: fresh ids, inferred types, and which values are the same for all samples.</summary>
internal sealed class FunctionBuilder
{
    private readonly Stack<OpenBody> _open = new();
    private readonly HashSet<ValueId> _uniform = [];
    private readonly Dictionary<ValueId, long> _ends = [];
    private int _next;

    /// <summary>How many nodes were added.</summary>
    public int Count { get; private set; }

    /// <summary>The body that nodes are added to.</summary>
    public OpenBody Current => _open.Peek();

    public Definition Define(TensorType type, string? name = null) => new(new ValueId(_next++), type, name);

    public OpenBody Open(EquatableArray<Definition> parameters)
    {
        var body = new OpenBody(parameters);
        _open.Push(body);
        return body;
    }

    public void LeaveBody() => _open.Pop();

    /// <summary>Whether a value is an integer or bool that all samples share: an iteration, a size, arithmetic on such.</summary>
    public bool IsUniform(ValueId value) => _uniform.Contains(value);

    public void MarkUniform(ValueId value) => _uniform.Add(value);

    /// <summary>Says that a uniform integer is never negative and stays below an end: an iteration, a chosen index, a size.</summary>
    public void MarkBelow(ValueId value, long end) => _ends[value] = end;

    /// <summary>Whether an integer is known to be in 0..<paramref name="count"/>, so that no index check is needed.</summary>
    public bool IsBelow(ValueId value, long count) => _ends.TryGetValue(value, out long end) && end <= count;

    /// <summary>Adds an operator; null and a problem when its inputs do not fit.</summary>
    public EquatableArray<Definition>? TryAdd(Operator op, EquatableArray<Bound.Value> inputs, Origin origin, out TypeProblem? problem)
    {
        EquatableArray<TensorType> types = [.. inputs.Select(i => i.Type)];
        Inference inference = op.Infer(types);
        problem = inference.Problem;
        if (problem is not null)
            return null;
        EquatableArray<Definition> results = [.. inference.Types.Select(t => Define(t))];
        Add(op, [.. inputs.Select(i => i.Id)], results, origin);
        if (IsUniformOperation(op, inputs, types, results))
            MarkUniform(results[0].Id);
        return results;
    }

    /// <summary>Adds an operator whose inputs are known to fit.</summary>
    public Bound.Value Add(Operator op, Origin origin, params Bound.Value[] inputs)
    {
        EquatableArray<Definition> results =
            TryAdd(op, [.. inputs], origin, out TypeProblem? problem)
            ?? throw new InvalidOperationException($"{op.Name} at {origin} does not take its inputs: {problem}");
        return new Bound.Value(results[0].Id, results[0].Type);
    }

    /// <summary>Adds a node whose results are known, as those of control operators are.</summary>
    public void Add(Operator op, EquatableArray<ValueId> inputs, EquatableArray<Definition> results, Origin origin, params Body[] bodies)
    {
        Count++;
        Current.Nodes.Add(new Node(op, inputs, results, [.. bodies], origin));
    }

    /// <summary>Gives a value the name of its <c>let</c> or <c>var</c>, where it has none yet.</summary>
    public void Name(ValueId value, string name)
    {
        List<Node> nodes = Current.Nodes;
        if (nodes.Count == 0 || nodes[^1] is not { } last || last.Results.All(r => r.Id != value || r.Name is not null))
            return;
        nodes[^1] = last with { Results = [.. last.Results.Select(r => r.Id == value ? r with { Name = name } : r)] };
    }

    private bool IsUniformOperation(
        Operator op,
        EquatableArray<Bound.Value> inputs,
        EquatableArray<TensorType> types,
        EquatableArray<Definition> results
    )
    {
        if (results.Length != 1 || results[0].Type is not { IsScalar: true, Element: ElementType.I32 or ElementType.Bool })
            return false;
        return op switch
        {
            Constant or SizeValue => true,
            Elementwise elementwise => inputs.All(i => IsUniform(i.Id)) && !elementwise.CanFault(types),
            _ => false,
        };
    }
}
