using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Moves what every iteration computes anew, with the same result, before the loop:
/// <code>
/// %2 = loop %0 {limit: 3} : f32[4] do (%3: i32, %4: f32[4]) {   ==>   %2 = exp %1 : f32[4]
///   %5 = exp %1 : f32[4]                                              %3 = loop %0 {limit: 3} : f32[4] do (%4: i32, %5: f32[4]) {
///   %6 = add %4, %5 : f32[4]                                            %6 = add %5, %2 : f32[4]
///   continue %6                                                         continue %6
/// }                                                                   }
/// </code>
/// Only what the first iteration runs for certain moves: a loop that has at least one, no condition and no jump before the node, or
/// the condition itself. So no sample pays for what it would not have run, however few iterations it takes. What can fault stays, and
/// what stands in a side of an <c>if</c> stays in it. Weights and constants move out of any loop, for nobody computes them. Out of a
/// <c>switch</c> or a <c>with</c> nodes move only on their way out of a loop around it: every sample runs those bodies once anyway.
/// </summary>
public sealed class HoistInvariants : Pass
{
    public override string Name => "hoist-invariants";

    public override string Summary => "Moves what is the same in every iteration before the loop.";

    public override ModelGraph Run(ModelGraph graph)
    {
        IReadOnlyCollection<string> faulting = Faults.FunctionsOf(graph);
        Dictionary<string, HashSet<SizeSymbol>> symbols = SymbolsOfFunctions(graph);
        return graph.Replace(f => new Hoisting(new NodePlaces(f, faulting), symbols).Run());
    }

    /// <summary>The sizes that a function names, or one that it calls.</summary>
    private static Dictionary<string, HashSet<SizeSymbol>> SymbolsOfFunctions(ModelGraph graph)
    {
        var all = new Dictionary<string, HashSet<SizeSymbol>>(StringComparer.Ordinal);
        foreach (Function function in graph.Functions)
        {
            HashSet<SizeSymbol> own = [.. SymbolsOf.Body(function.Body)];
            foreach (Call call in function.Body.AllNodes().Select(n => n.Operator).OfType<Call>())
                own.UnionWith(all[call.Function]);
            all.Add(function.Name, own);
        }
        return all;
    }

    private sealed class Hoisting(NodePlaces places, Dictionary<string, HashSet<SizeSymbol>> symbolsOfFunctions)
    {
        private readonly Dictionary<ValueId, NodePlaces.Scope> _homes = [];

        // Forwards, so that a node finds its inputs where they have moved to.
        public Function Run()
        {
            foreach (NodePlaces.Scope scope in places.Scopes)
            {
                foreach (Definition parameter in scope.Body.Parameters)
                    _homes.Add(parameter.Id, scope);
            }
            foreach (NodePlaces.PlacedNode node in places.Nodes)
            {
                if (node.MayMove && node.Bodies.Count == 0)
                    Hoist(node);
                foreach (Definition result in node.Node.Results)
                    _homes.Add(result.Id, node.Scope);
            }
            return places.Rebuild();
        }

        private void Hoist(NodePlaces.PlacedNode node)
        {
            int outermost = node.Node.Inputs.Select(i => _homes[i].Depth).DefaultIfEmpty(0).Max();
            (NodePlaces.Scope scope, int position) = (node.Scope, node.Position);
            while (scope.Holder is { } holder && scope.Depth > outermost && MayPass(node.Node, scope, position))
            {
                (scope, position) = (holder.Scope, holder.Position - 1);
                if (holder.Node.Operator is Loop)
                    node.MoveTo(scope, position);
            }
        }

        /// <summary>Whether a node at a position of a body may stand before the node that holds the body.</summary>
        private bool MayPass(Node node, NodePlaces.Scope scope, int position)
        {
            Node holder = scope.Holder!.Node;
            if (holder.Operator is If || (holder.Operator is With with && SymbolsIn(node).Contains(with.Bound)))
                return false;
            if (NodePlaces.IsFree(node))
                return true;
            return scope.AlwaysReaches(position)
                && (holder.Operator is not Loop loop || (loop.Limit.Smallest > 0 && ReferenceEquals(scope.Body, holder.Bodies[0])));
        }

        private IEnumerable<SizeSymbol> SymbolsIn(Node node) =>
            node.Operator is Call call ? symbolsOfFunctions[call.Function] : SymbolsOf.Node(node);
    }
}
