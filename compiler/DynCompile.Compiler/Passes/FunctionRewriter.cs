using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Writes a function anew, node by node, with values numbered in the order of the text. A pass overrides <see cref="Visit"/> for the
/// nodes that it changes; what it does not touch is copied.
/// </summary>
internal abstract class FunctionRewriter(Function function) : IOperatorSink<Definition>
{
    private readonly Dictionary<ValueId, Definition> _renamed = [];
    private readonly Dictionary<ValueId, string> _names = [];
    private List<Node> _nodes = [];
    private Origin _origin;
    private int _next;

    public Function Rewrite()
    {
        Body body = Rewrite(function.Body);
        return function with { Body = _names.Count == 0 ? body : WithNames(body) };
    }

    /// <summary>Rewrites one node of the old function; its inputs have new definitions by now.</summary>
    protected virtual void Visit(Node node) => Copy(node);

    /// <summary>The nodes of the body that is being written, without those around it.</summary>
    protected IReadOnlyList<Node> Written => _nodes;

    /// <summary>How an old body ends, still with its old values.</summary>
    protected virtual Terminator EndOf(Body body) => body.End;

    protected virtual void EnterBody() { }

    protected virtual void LeaveBody() { }

    /// <summary>The new definition of a value of the old function.</summary>
    protected Definition New(ValueId old) => _renamed[old];

    protected EquatableArray<Definition> New(EquatableArray<ValueId> old) => [.. old.Select(New)];

    /// <summary>Adds the node as it is, its inputs and bodies rewritten.</summary>
    protected void Copy(Node node) => Add(node, node.Operator, [.. node.Inputs.Select(i => New(i).Id)]);

    /// <summary>Adds a node with the results, bodies and origin of an old one.</summary>
    protected void Add(Node old, Operator op, EquatableArray<ValueId> inputs)
    {
        EquatableArray<Definition> results = [.. old.Results.Select(Rename)];
        EquatableArray<Body> bodies = [.. old.Bodies.Select(Rewrite)];
        _nodes.Add(new Node(op, inputs, results, bodies, old.Origin));
    }

    /// <summary>Adds a node like one of another function, with new results of its types and names, and its origin.</summary>
    protected EquatableArray<Definition> Adopt(Node foreign, Operator op, EquatableArray<ValueId> inputs)
    {
        EquatableArray<Definition> results = [.. foreign.Results.Select(r => r with { Id = new ValueId(_next++) })];
        _nodes.Add(new Node(op, inputs, results, [], foreign.Origin));
        return results;
    }

    /// <summary>Lets a new value stand for an old one, which keeps its name where the new one has none.</summary>
    protected void Replace(Definition old, Definition by)
    {
        _renamed.Add(old.Id, by);
        if (old.Name is { } name && by.Name is null && !_names.ContainsKey(by.Id))
            _names.Add(by.Id, name);
    }

    /// <summary>What nodes added by <see cref="ApplyAll"/> come from.</summary>
    protected void SetOrigin(Origin origin) => _origin = origin;

    public TensorType TypeOf(Definition value) => value.Type;

    /// <summary>Adds a node and infers its types.</summary>
    public virtual Definition[] ApplyAll(Operator op, params Definition[] inputs)
    {
        Inference inference = op.Infer([.. inputs.Select(i => i.Type)]);
        if (inference.Problem is { } problem)
            throw new InvalidOperationException($"{op.Name} at {_origin} does not take what the rewrite gives it: {problem}");
        Definition[] results = [.. inference.Types.Select(t => new Definition(new ValueId(_next++), t))];
        _nodes.Add(new Node(op, [.. inputs.Select(i => i.Id)], [.. results], [], _origin));
        return results;
    }

    private Definition Rename(Definition old)
    {
        Definition renamed = old with { Id = new ValueId(_next++) };
        _renamed.Add(old.Id, renamed);
        return renamed;
    }

    private Body Rewrite(Body body)
    {
        List<Node> outer = _nodes;
        _nodes = [];
        EnterBody();
        EquatableArray<Definition> parameters = [.. body.Parameters.Select(Rename)];
        foreach (Node node in body.Nodes)
            Visit(node);
        Terminator end = EndOf(body);
        var rewritten = new Body(parameters, [.. _nodes], end with { Values = [.. end.Values.Select(v => New(v).Id)] });
        LeaveBody();
        _nodes = outer;
        return rewritten;
    }

    private Body WithNames(Body body) =>
        body with
        {
            Nodes =
            [
                .. body.Nodes.Select(n =>
                    n with
                    {
                        Results = [.. n.Results.Select(r => _names.TryGetValue(r.Id, out string? name) ? r with { Name = name } : r)],
                        Bodies = [.. n.Bodies.Select(WithNames)],
                    }
                ),
            ],
        };
}
