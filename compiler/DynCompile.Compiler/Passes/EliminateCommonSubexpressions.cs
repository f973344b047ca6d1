using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Computes equal things once:
/// <code>
/// %1 = exp %0 : f32[4]
/// %2 = exp %0 : f32[4]
/// %3 = add %1, %2 : f32[4]   ==>   %1 = exp %0 : f32[4]
///                                  %2 = add %1, %1 : f32[4]
/// </code>
/// A body reuses what was computed before it in the bodies around; nothing leaves a body. Weights of one path are equal.
/// </summary>
public sealed class EliminateCommonSubexpressions : Pass
{
    public override string Name => "eliminate-common-subexpressions";

    public override string Summary => "Computes equal things once.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        /// <summary>One table for each open body, innermost last.</summary>
        private readonly List<Dictionary<string, Node>> _known = [];

        protected override void EnterBody() => _known.Add(new Dictionary<string, Node>(StringComparer.Ordinal));

        protected override void LeaveBody() => _known.RemoveAt(_known.Count - 1);

        protected override void Visit(Node node)
        {
            if (!IsPure(node))
            {
                Copy(node);
                return;
            }
            string key = Key(node);
            foreach (Dictionary<string, Node> known in _known)
            {
                if (!known.TryGetValue(key, out Node? first))
                    continue;
                for (int i = 0; i < node.Results.Length; i++)
                    Replace(node.Results[i], first.Results[i]);
                return;
            }
            Copy(node);
            _known[^1].Add(key, Written[^1]);
        }

        private bool IsPure(Node node) =>
            node.Operator is ControlOperator ? node.Operator is Weight : !node.Operator.CanFault([.. New(node.Inputs).Select(i => i.Type)]);

        // The text is exact where equality of numbers is not: 0.0 is not -0.0.
        private string Key(Node node) =>
            GraphPrinter.Print(node with { Inputs = [.. New(node.Inputs).Select(i => i.Id)], Results = [], Origin = Origin.None });
    }
}
