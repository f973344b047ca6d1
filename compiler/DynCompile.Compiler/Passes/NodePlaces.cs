using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// The nodes of a function with the places where they stand, which a pass may change. Positions in a body are counted in halves:
/// node i stands at 2i + 1, the end behind all nodes, and what moves stands at even positions between them.
/// </summary>
internal sealed class NodePlaces
{
    private readonly Function _function;
    private readonly Faults _faults;
    private readonly List<PlacedNode> _nodes = [];
    private readonly List<Scope> _scopes = [];

    /// <param name="faultingFunctions">The names of the functions before this one that may fault.</param>
    public NodePlaces(Function function, IReadOnlyCollection<string> faultingFunctions)
    {
        _function = function;
        _faults = new Faults(function, faultingFunctions);
        Add(function.Body, holder: null);
    }

    /// <summary>All nodes in the order of the text, outer before inner.</summary>
    public IReadOnlyList<PlacedNode> Nodes => _nodes;

    /// <summary>All bodies in the order of the text, outer before inner.</summary>
    public IReadOnlyList<Scope> Scopes => _scopes;

    /// <summary>A body and the node that holds it; the function's own has none.</summary>
    internal sealed class Scope(Body body, PlacedNode? holder)
    {
        // Each position right behind such a node.
        private readonly List<int> _losses = [];

        public Body Body => body;

        public PlacedNode? Holder => holder;

        public int Depth => holder is null ? 0 : holder.Scope.Depth + 1;

        public int End => (2 * body.Nodes.Length) + 1;

        /// <summary>Says that a sample may jump elsewhere out of the node at a position, so that it does not come to what stands behind.</summary>
        public void AddLoss(int position) => _losses.Add(position + 1);

        /// <summary>Whether whoever enters the body comes to a position.</summary>
        public bool AlwaysReaches(int position) => _losses.Count == 0 || position < _losses[0];

        /// <summary>The earliest position behind every loss before another position.</summary>
        public int BehindLossesBefore(int position) => _losses.FindLast(l => l <= position);
    }

    /// <summary>A node at a place.</summary>
    internal sealed class PlacedNode(Node node, Scope scope, int position)
    {
        public Node Node => node;

        public Scope Scope { get; private set; } = scope;

        public int Position { get; private set; } = position;

        /// <summary>The node's own bodies; they move with it.</summary>
        public List<Scope> Bodies { get; } = [];

        /// <summary>Whether the node, with all in its bodies, gives the same results wherever it stands, or may not run at all.</summary>
        public bool MayMove { get; set; }

        public void MoveTo(Scope to, int at) => (Scope, Position) = (to, at);
    }

    /// <summary>Weights, constants and sizes are not computed: their place costs nothing.</summary>
    public static bool IsFree(Node node) => node.Operator is Weight or Constant or SizeValue;

    /// <summary>The function with its nodes at their places; among nodes at one position the order of the text stays.</summary>
    public Function Rebuild()
    {
        ILookup<Scope, PlacedNode> standing = _nodes.ToLookup(n => n.Scope);
        return new Renumbering(_function with { Body = Build(_scopes[0]) }).Rewrite();

        Body Build(Scope scope) => scope.Body with { Nodes = [.. standing[scope].OrderBy(n => n.Position).Select(BuildNode)] };

        Node BuildNode(PlacedNode placed) => placed.Node with { Bodies = [.. placed.Bodies.Select(Build)] };
    }

    /// <summary>How a sample may go elsewhere than to the end of a node: out of the nearest loop's iteration, or out of the function.</summary>
    private readonly record struct Effects(bool MayFault, bool MayJump, bool MayLeave)
    {
        public Effects With(Effects other) => new(MayFault || other.MayFault, MayJump || other.MayJump, MayLeave || other.MayLeave);
    }

    private (Scope Scope, Effects Effects) Add(Body body, PlacedNode? holder)
    {
        var scope = new Scope(body, holder);
        _scopes.Add(scope);
        var all = new Effects(false, body.End.Ending is Ending.Continue or Ending.Break, body.End.Ending is Ending.Leave);
        for (int i = 0; i < body.Nodes.Length; i++)
        {
            var placed = new PlacedNode(body.Nodes[i], scope, (2 * i) + 1);
            Effects own = Add(placed);
            all = all.With(own);
            placed.MayMove = !own.MayFault && !own.MayJump && !own.MayLeave;
            if (own.MayJump || own.MayLeave)
                scope.AddLoss(placed.Position);
        }
        return (scope, all);
    }

    private Effects Add(PlacedNode placed)
    {
        _nodes.Add(placed);
        var all = new Effects(_faults.MayFault(placed.Node), false, false);
        foreach (Body body in placed.Node.Bodies)
        {
            (Scope scope, Effects inner) = Add(body, placed);
            placed.Bodies.Add(scope);
            all = all.With(inner);
        }
        // Jumps of a loop end inside it.
        return placed.Node.Operator is Loop ? all with { MayJump = false } : all;
    }

    /// <summary>Only numbers the values again.</summary>
    private sealed class Renumbering(Function function) : FunctionRewriter(function);
}
