using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Moves work to where it is known to be needed, so that samples that go another way do not pay for it: into the only side of an
/// <c>if</c> that reads it, and behind the <c>exit</c>, <c>return</c> or <c>break</c> that stands before its first reader.
/// <code>
/// %2 = matmul %0, %0 : f32[4, 4]              ==>   %2 = if %1 : f32[4, 4] then {
/// %3 = if %1 : f32[4, 4] then {                       %3 = matmul %0, %0 : f32[4, 4]
///   %4 = relu %2 : f32[4, 4]                          %4 = relu %3 : f32[4, 4]
///   yield %4                                          yield %4
/// } else {                                          } else {
///   yield %0                                          yield %0
/// }                                                 }
/// </code>
/// What two sides read stays before them, and so does what can fault. Nothing moves into a loop, where it would run again and again;
/// nor into a <c>switch</c> or a <c>with</c> for their own sake, since every sample runs their bodies, in smaller groups: only through
/// them, into a side inside. Whole branches, loops and calls that cannot fault move as other nodes do. Weights and constants stay, for
/// nobody computes them.
/// </summary>
public sealed class SinkIntoBranches : Pass
{
    public override string Name => "sink-into-branches";

    public override string Summary => "Moves work into the only branch that needs it.";

    public override ModelGraph Run(ModelGraph graph)
    {
        IReadOnlyCollection<string> faulting = Faults.FunctionsOf(graph);
        return graph.Replace(f => new Sinking(new NodePlaces(f, faulting)).Run());
    }

    /// <summary>Where a value is read: in a body, or in one inside a node of that body.</summary>
    private readonly record struct Place(NodePlaces.Scope Scope, int Position);

    private sealed class Sinking(NodePlaces places)
    {
        private readonly Dictionary<ValueId, List<Place>> _readers = [];

        // Backwards, so that a value's readers have found their places before it looks for its own.
        public Function Run()
        {
            foreach (NodePlaces.Scope scope in places.Scopes)
                Read(scope.Body.End.Values, new Place(scope, scope.End));
            foreach (NodePlaces.PlacedNode node in places.Nodes.Reverse())
            {
                if (node.MayMove && !NodePlaces.IsFree(node.Node))
                    Sink(node);
                Read(node.Node.Inputs, new Place(node.Scope, node.Position));
            }
            return places.Rebuild();
        }

        private void Read(IEnumerable<ValueId> values, Place place)
        {
            foreach (ValueId value in values)
            {
                if (!_readers.TryGetValue(value, out List<Place>? readers))
                    _readers.Add(value, readers = []);
                readers.Add(place);
            }
        }

        private void Sink(NodePlaces.PlacedNode node)
        {
            Place[][] ways =
            [
                .. node
                    .Node.Results.SelectMany(r => _readers.TryGetValue(r.Id, out List<Place>? readers) ? readers : [])
                    .Select(reader => WayTo(reader, node.Scope)),
            ];
            if (ways.Length == 0)
                return;
            int depth = DepthOfLastBranch(ways);
            NodePlaces.Scope scope = ways[0][depth].Scope;
            int position = scope.BehindLossesBefore(ways.Min(w => w[depth].Position));
            if (depth > 0 || position > node.Position)
                node.MoveTo(scope, position);
        }

        /// <summary>Where a place lies in a body around it, in each body between, and in its own.</summary>
        private static Place[] WayTo(Place place, NodePlaces.Scope from)
        {
            var way = new Stack<Place>();
            way.Push(place);
            while (way.Peek().Scope != from)
            {
                NodePlaces.PlacedNode holder = way.Peek().Scope.Holder!;
                way.Push(new Place(holder.Scope, holder.Position));
            }
            return [.. way];
        }

        /// <summary>How far down the innermost side of a branch is that holds all readers; 0 for the body where the value stands.</summary>
        private static int DepthOfLastBranch(Place[][] ways)
        {
            int last = 0;
            for (int depth = 1; ways.All(w => w.Length > depth && w[depth].Scope == ways[0][depth].Scope); depth++)
            {
                Operator holder = ways[0][depth].Scope.Holder!.Node.Operator;
                if (holder is Loop)
                    break;
                if (holder is If)
                    last = depth;
            }
            return last;
        }
    }
}
