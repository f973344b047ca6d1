using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>What the cpu target cannot do, found before anything is emitted.</summary>
internal static class CSharpLimits
{
    // Reductions name their axes by the bits of a number.
    private const int MostAxes = 64;

    // Pruning and packing happen once, when the weights are loaded.
    private const string ComputedSparse = "`sparse` on a weight that the network computes";

    /// <summary>What the target refuses of an operator that it has; null when nothing.</summary>
    public static string? Of(OperatorDefinition definition) => definition.Attributes.Contains(Sparse.Parameter) ? ComputedSparse : null;

    public static void Check(ModelGraph graph, SourceSet sources, DiagnosticBag diagnostics)
    {
        foreach (Function function in graph.Functions)
        {
            var weights = new HashSet<ValueId>();
            Dictionary<ValueId, int> ranks = function.Inputs.ToDictionary(i => i.Id, i => i.Type.Rank);
            foreach (Node node in function.Body.AllNodes())
            {
                foreach (Definition definition in node.Results.Concat(node.Bodies.SelectMany(b => b.Parameters)))
                    ranks.Add(definition.Id, definition.Type.Rank);
                if (node.Operator is Weight || (node.Operator is Reshape && weights.Contains(node.Inputs[0])))
                    weights.Add(node.Result.Id);
                int axes = node.Inputs.Concat(node.Results.Select(r => r.Id)).Select(v => ranks[v]).DefaultIfEmpty(0).Max();
                if (WhyNot(node, axes, weights) is { } reason)
                    diagnostics.Report(new NotOnTarget(sources.At(node.Origin.File, node.Origin.Line, node.Origin.Column), "cpu", reason));
            }
        }
    }

    private static string? WhyNot(Node node, int axes, HashSet<ValueId> weights) =>
        node.Operator switch
        {
            Linear { Sparsity: not null } or Conv2d { Sparsity: not null } when !weights.Contains(node.Inputs[1]) => ComputedSparse,
            { } op when !KernelText.Has(op) => $"`{op.Name}`",
            _ when axes > MostAxes => $"a tensor of more than {MostAxes} axes",
            _ => null,
        };
}
