using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Removes what nobody reads: nodes that cannot fault, results of <c>if</c>, <c>switch</c> and <c>with</c>, values that a loop only
/// carries, functions that are no longer called.
/// <code>
/// %1 = exp %0 : f32[4]
/// %2 = relu %0 : f32[4]
/// leave 0 %2              ==>   %1 = relu %0 : f32[4]
///                               leave 0 %1
/// </code>
/// </summary>
public sealed class EliminateDeadCode : Pass
{
    public override string Name => "eliminate-dead-code";

    public override string Summary => "Removes what nobody reads and what only loops carry.";

    public override bool RemovesDeadArguments => true;

    public override ModelGraph Run(ModelGraph graph)
    {
        var faulting = new HashSet<string>(StringComparer.Ordinal);
        var functions = new List<Function>();
        foreach (Function function in graph.Functions)
        {
            var liveness = new Liveness(function, faulting);
            if (liveness.CanFault)
                faulting.Add(function.Name);
            functions.Add(new Rewriter(function, liveness).Rewrite());
        }
        return graph with { Functions = [.. WithoutUncalled(functions)] };
    }

    private static IEnumerable<Function> WithoutUncalled(List<Function> functions)
    {
        var called = new HashSet<string>(StringComparer.Ordinal) { functions[^1].Name };
        // A function calls only earlier ones, so that from the last one back every caller is seen before its callees.
        foreach (Function function in Enumerable.Reverse(functions).Where(f => called.Contains(f.Name)))
            called.UnionWith(function.Body.AllNodes().Select(n => n.Operator).OfType<Call>().Select(c => c.Function));
        return functions.Where(f => called.Contains(f.Name));
    }

    /// <summary>Copies what is live.</summary>
    private sealed class Rewriter(Function function, Liveness liveness) : FunctionRewriter(function)
    {
        /// <summary>Which values a yield still gives to the node around; null for all.</summary>
        private int[]? _yielded;

        /// <summary>Which values the nearest loop still carries.</summary>
        private int[] _carried = [];

        protected override void Visit(Node node)
        {
            if (!liveness.IsNeeded(node))
                return;
            if (node.Bodies.IsEmpty)
            {
                Copy(node);
                return;
            }
            int[] kept = [.. Enumerable.Range(0, node.Results.Length).Where(i => liveness.IsLive(node.Results[i].Id))];
            (int[]? outerYielded, int[] outerCarried) = (_yielded, _carried);
            (_yielded, _carried) = node.Operator is Loop ? (null, kept) : (kept, outerCarried);
            Copy(node.Operator is Loop ? Carrying(node, kept) : node with { Results = Pick(node.Results, kept) });
            (_yielded, _carried) = (outerYielded, outerCarried);
        }

        protected override Terminator EndOf(Body body) =>
            body.End.Ending switch
            {
                Ending.Yield when _yielded is { } yielded => body.End with { Values = Pick(body.End.Values, yielded) },
                Ending.Continue or Ending.Break => body.End with { Values = Pick(body.End.Values, _carried) },
                _ => body.End,
            };

        private static Node Carrying(Node loop, int[] kept) =>
            loop with
            {
                Inputs = Pick(loop.Inputs, kept),
                Results = Pick(loop.Results, kept),
                Bodies = [.. loop.Bodies.Select(b => b with { Parameters = [b.Parameters[0], .. kept.Select(k => b.Parameters[k + 1])] })],
            };

        private static EquatableArray<T> Pick<T>(EquatableArray<T> items, int[] kept) => [.. kept.Select(k => items[k])];
    }
}
