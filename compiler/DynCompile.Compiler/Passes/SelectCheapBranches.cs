using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Computes both sides of a branch where that costs less than to part the samples, and selects:
/// <code>
/// %2 = if %1 : f32[4] then {   ==>   %2 = relu %0 : f32[4]
///   %3 = relu %0 : f32[4]            %3 = where %1, %2, %0 : f32[4]
///   yield %3
/// } else {
///   yield %0
/// }
/// </code>
/// Only branches whose sides hold nothing but a few elementwise operations that cannot fault. A condition that all samples share parts
/// nobody: such a branch stays.
/// </summary>
public sealed class SelectCheapBranches : Pass
{
    /// <summary>
    /// The most scalar functions in both sides and the selection together. A branch costs the host about 50 ns, which is what vectors
    /// take for a few hundred simple functions; in a batch it regroups the samples, too.
    /// </summary>
    private const long MostFunctions = 256;

    public override string Name => "select-cheap-branches";

    public override string Summary => "Computes both sides of a cheap branch and selects.";

    public override ModelGraph Run(ModelGraph graph) =>
        graph.Replace(f => new Rewriter(f with { Body = new Selection(f.Body).Select(f.Body) }).Rewrite());

    /// <summary>Only numbers the values again.</summary>
    private sealed class Rewriter(Function function) : FunctionRewriter(function);

    private sealed class Selection
    {
        private readonly Dictionary<ValueId, TensorType> _types = [];

        /// <summary>What is the same for all samples: iterations, chosen indices, and what is computed from those and constants alone.</summary>
        private readonly HashSet<ValueId> _shared = [];

        public Selection(Body body) => Index(body);

        // Inner branches first: without them the one around may be cheap.
        public Body Select(Body body) => body with { Nodes = [.. body.Nodes.SelectMany(Select)] };

        private IEnumerable<Node> Select(Node node)
        {
            node = node with { Bodies = [.. node.Bodies.Select(Select)] };
            if (!IsCheapBranch(node))
                return [node];
            return
            [
                .. node.Bodies[0].Nodes,
                .. node.Bodies[1].Nodes,
                .. node.Results.Select(
                    (result, i) =>
                    {
                        EquatableArray<ValueId> inputs = [node.Inputs[0], node.Bodies[0].End.Values[i], node.Bodies[1].End.Values[i]];
                        return new Node(new Where(), inputs, [result], [], node.Origin);
                    }
                ),
            ];
        }

        private bool IsCheapBranch(Node node)
        {
            if (node.Operator is not If || _shared.Contains(node.Inputs[0]) || node.Bodies.Any(b => b.End.Ending != Ending.Yield))
                return false;
            List<Node> inside = [.. node.Bodies.SelectMany(b => b.Nodes)];
            return inside.TrueForAll(IsElementwise)
                && inside.Sum(FunctionsIn) + node.Results.Sum(r => r.Type.Count.Largest) <= MostFunctions;
        }

        private bool IsElementwise(Node node) =>
            NodePlaces.IsFree(node) || (node.Operator is Elementwise elementwise && !elementwise.CanFault(TypesOf(node)));

        private long FunctionsIn(Node node) =>
            node.Operator is Elementwise elementwise ? elementwise.Body(TypesOf(node)).Weight * node.Result.Type.Count.Largest : 0;

        private EquatableArray<TensorType> TypesOf(Node node) => [.. node.Inputs.Select(i => _types[i])];

        private void Index(Body body)
        {
            foreach (Definition parameter in body.Parameters)
                _types.Add(parameter.Id, parameter.Type);
            foreach (Node node in body.Nodes)
            {
                foreach (Definition result in node.Results)
                    _types.Add(result.Id, result.Type);
                if (node.Operator is Constant or SizeValue || (node.Operator is Elementwise && node.Inputs.All(_shared.Contains)))
                    _shared.Add(node.Result.Id);
                if (node.Operator is Loop or Switch)
                    _shared.UnionWith(node.Bodies.Select(b => b.Parameters[0].Id));
                foreach (Body inner in node.Bodies)
                    Index(inner);
            }
        }
    }
}
