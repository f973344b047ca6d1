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
    // Reductions name their axes by the bits of a number.
    private const int MostAxes = 32;

    public static void Check(ModelGraph graph, SourceText source, DiagnosticBag diagnostics)
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
                    diagnostics.Report(new NotOnTarget(PlaceOf(node.Origin, source), "cpu", reason));
            }
        }
    }

    private static string? WhyNot(Node node, EquatableArray<TensorType> inputs, HashSet<ValueId> weights) =>
        node.Operator switch
        {
            Reduction when inputs[0].Rank > MostAxes => $"`{node.Operator.Name}` of more than {MostAxes} axes",
            Linear { Sparsity: not null } or Conv2d { Sparsity: not null } when !weights.Contains(node.Inputs[1]) =>
                "`sparse` on a weight that the network computes",
            { } op when !KernelText.Has(op) => $"`{op.Name}`",
            _ => null,
        };

    private static Location PlaceOf(Origin origin, SourceText source)
    {
        if (origin.File is not null || origin.Line < 1 || origin.Line > source.LineCount)
            return new Location(source, default);
        return source.At(Math.Min(source.StartOfLine(origin.Line) + origin.Column - 1, source.Text.Length), 1);
    }
}
