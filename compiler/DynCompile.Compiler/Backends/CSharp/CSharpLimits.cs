using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
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
            var weights = new Dictionary<ValueId, TensorType>();
            Dictionary<ValueId, TensorType> types = function.Inputs.ToDictionary(i => i.Id, i => i.Type);
            foreach (Node node in function.Body.AllNodes())
            {
                foreach (Definition definition in node.Results.Concat(node.Bodies.SelectMany(b => b.Parameters)))
                    types.Add(definition.Id, definition.Type);
                if (node.Operator is Weight)
                    weights.Add(node.Result.Id, node.Result.Type);
                else if (node.Operator is Reshape && weights.TryGetValue(node.Inputs[0], out TensorType? stored))
                    weights.Add(node.Result.Id, stored);
                int axes = node.Inputs.Concat(node.Results.Select(r => r.Id)).Select(v => types[v].Rank).DefaultIfEmpty(0).Max();
                if (WhyNot(node, axes, IsStored) is { } reason)
                    diagnostics.Report(new NotOnTarget(sources.At(node.Origin.File, node.Origin.Line, node.Origin.Column), "cpu", reason));
            }

            // Only what is packed as it is stored can be pruned while it is packed.
            bool IsStored(ValueId weight) =>
                weights.TryGetValue(weight, out TensorType? stored) && WeightForm.IsPackedAs(stored, types[weight]);
        }
    }

    private static string? WhyNot(Node node, int axes, Func<ValueId, bool> isStored) =>
        node.Operator switch
        {
            Linear { Sparsity: not null } or Conv2d { Sparsity: not null } when !isStored(node.Inputs[1]) => ComputedSparse,
            { } op when !KernelText.Has(op) => $"`{op.Name}`",
            _ when axes > MostAxes => $"a tensor of more than {MostAxes} axes",
            _ => null,
        };
}
