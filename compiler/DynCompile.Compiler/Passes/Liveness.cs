using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// What a function's results and faults depend on. Marks backwards from the places that leave the function and from nodes that may
/// fault; a carried value of a loop is live as a whole: its result, its parameters and what jumps hand to it.
/// </summary>
internal sealed class Liveness
{
    private readonly Faults _faults;
    private readonly HashSet<ValueId> _live = [];

    // Nodes are compared as objects: equal nodes may stand in several bodies.
    private readonly HashSet<Node> _needed = new(NodeIdentity.Instance);
    private readonly Dictionary<ValueId, (Node Node, int Index)> _results = [];
    private readonly Dictionary<ValueId, (Node Node, int Index)> _carried = [];
    private readonly Dictionary<Node, List<Terminator>> _jumps = new(NodeIdentity.Instance);
    private readonly Dictionary<Body, bool> _mustRun = new(BodyIdentity.Instance);
    private readonly Stack<ValueId> _pending = [];

    /// <param name="faultingFunctions">The names of the functions before this one that may fault.</param>
    public Liveness(Function function, IReadOnlyCollection<string> faultingFunctions)
    {
        _faults = new Faults(function, faultingFunctions);
        Index(function.Body, loop: null);
        NeedBody(function.Body);
        while (_pending.Count > 0)
            Propagate(_pending.Pop());
    }

    /// <summary>Whether a call of the function may fault.</summary>
    public bool CanFault => _faults.IsPossible;

    public bool IsLive(ValueId value) => _live.Contains(value);

    public bool IsNeeded(Node node) => _needed.Contains(node);

    private void Index(Body body, Node? loop)
    {
        foreach (Node node in body.Nodes)
        {
            for (int i = 0; i < node.Results.Length; i++)
                _results.Add(node.Results[i].Id, (node, i));
            if (node.Operator is Loop)
                IndexLoop(node);
            foreach (Body inner in node.Bodies)
                Index(inner, node.Operator is Loop ? node : loop);
        }
        if (body.End.Ending is Ending.Continue or Ending.Break)
            _jumps[loop!].Add(body.End);
    }

    private void IndexLoop(Node loop)
    {
        _jumps.Add(loop, []);
        foreach (Body body in loop.Bodies)
        {
            for (int i = 1; i < body.Parameters.Length; i++)
                _carried.Add(body.Parameters[i].Id, (loop, i - 1));
        }
    }

    /// <summary>Whether a node does something besides giving results, as long as the loop around it runs.</summary>
    private bool MustRun(Node node) => _faults.MayFault(node) || node.Bodies.Any(b => MustRun(b, node.Operator is Loop));

    private bool MustRun(Body body, bool isLoop)
    {
        if (!_mustRun.TryGetValue(body, out bool must))
        {
            must = isLoop
                ? body.End.Ending == Ending.Leave || body.Nodes.Any(EscapesLoop)
                : body.End.Ending is Ending.Leave or Ending.Continue or Ending.Break || body.Nodes.Any(MustRun);
            _mustRun.Add(body, must);
        }
        return must;
    }

    /// <summary>Whether a node in a loop's body does something that is felt outside the loop: jumps of the loop itself are not.</summary>
    private bool EscapesLoop(Node node) =>
        _faults.MayFault(node) || node.Bodies.Any(b => b.End.Ending == Ending.Leave || b.Nodes.Any(EscapesLoop));

    private void NeedBody(Body body)
    {
        foreach (Node node in body.Nodes)
        {
            if (MustRun(node))
                Need(node);
        }
        if (body.End.Ending == Ending.Leave)
            Mark(body.End.Values);
    }

    private void Need(Node node)
    {
        if (!_needed.Add(node))
            return;
        // Carried values of a loop, and yields, are live one by one.
        if (node.Operator is not Loop)
            Mark(node.Inputs);
        foreach (Body body in node.Bodies)
            NeedBody(body);
        if (node.Operator is Loop { HasCondition: true })
            Mark(node.Bodies[0].End.Values);
    }

    private void Mark(IEnumerable<ValueId> values)
    {
        foreach (ValueId value in values)
        {
            if (_live.Add(value))
                _pending.Push(value);
        }
    }

    private void Propagate(ValueId value)
    {
        if (_carried.TryGetValue(value, out (Node Loop, int Index) carried))
        {
            Mark([carried.Loop.Results[carried.Index].Id]);
            return;
        }
        if (!_results.TryGetValue(value, out (Node Node, int Index) result))
            return;
        Need(result.Node);
        if (result.Node.Operator is Loop)
            MarkCarried(result.Node, result.Index);
        else
            Mark(result.Node.Bodies.Where(b => b.End.Ending == Ending.Yield).Select(b => b.End.Values[result.Index]));
    }

    private void MarkCarried(Node loop, int index)
    {
        Mark([loop.Inputs[index]]);
        Mark(loop.Bodies.Select(b => b.Parameters[index + 1].Id));
        Mark(_jumps[loop].Select(j => j.Values[index]));
    }

    private sealed class NodeIdentity : IEqualityComparer<Node>
    {
        public static NodeIdentity Instance { get; } = new();

        public bool Equals(Node? x, Node? y) => ReferenceEquals(x, y);

        public int GetHashCode(Node node) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(node);
    }

    private sealed class BodyIdentity : IEqualityComparer<Body>
    {
        public static BodyIdentity Instance { get; } = new();

        public bool Equals(Body? x, Body? y) => ReferenceEquals(x, y);

        public int GetHashCode(Body body) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(body);
    }
}
