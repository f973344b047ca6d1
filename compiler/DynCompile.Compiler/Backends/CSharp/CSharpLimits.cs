using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Backends.CSharp;

/// <summary>What the cpu target cannot do, found before anything is emitted.</summary>
internal static class CSharpLimits
{
    private const int MostIndices = 3;

    public static void Check(ModelGraph graph, SourceSet sources, DiagnosticBag diagnostics)
    {
        foreach (Function function in graph.Functions)
        {
            var definitions = new Dictionary<ValueId, TensorType>();
            var weights = new HashSet<ValueId>();
            foreach (Definition input in function.Inputs)
                definitions.Add(input.Id, input.Type);
            foreach (Node node in function.Body.AllNodes())
            {
                foreach (Definition definition in node.Results.Concat(node.Bodies.SelectMany(b => b.Parameters)))
                    definitions.Add(definition.Id, definition.Type);
                if (node.Operator is Weight || (node.Operator is Reshape && weights.Contains(node.Inputs[0])))
                    weights.Add(node.Result.Id);
                EquatableArray<TensorType> inputs = [.. node.Inputs.Select(i => definitions[i])];
                if (WhyNot(node, inputs, weights) is { } reason)
                    diagnostics.Report(new NotOnTarget(sources.At(node.Origin.File, node.Origin.Line, node.Origin.Column), "cpu", reason));
            }
        }
    }

    private static string? WhyNot(Node node, EquatableArray<TensorType> inputs, HashSet<ValueId> weights) =>
        node.Operator switch
        {
            Index when inputs.Length - 1 > MostIndices => $"more than {MostIndices} run-time indices",
            Update when inputs.Length - 2 > MostIndices => $"an update with more than {MostIndices} indices",
            SliceAt when inputs[1].Element != ElementType.I32 => "a slice that starts at an i64",
            Scatter when inputs[2].IsScalar => "`scatter` of a scalar",
            Linear { Sparsity: not null } or Conv2d { Sparsity: not null } when !weights.Contains(node.Inputs[1]) =>
                "`sparse` on a weight that the network computes",
            { } op when !KernelText.Has(op) => $"`{op.Name}`",
            _ => null,
        };
}
