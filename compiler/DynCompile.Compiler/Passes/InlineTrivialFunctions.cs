using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Puts the body of a function that computes nothing in the place of its calls: one that hands on inputs, weights and constants, or
/// gives them another shape.
/// <code>
/// func Rows(%0: f32[8]) -> (y: f32[2, 4]) {
///   %1 = reshape %0 {shape: [2, 4]} : f32[2, 4]
///   leave 0 %1
/// }
/// %1 = call %0 {function: "Rows", path: "rows"} : f32[2, 4]   ==>   %1 = reshape %0 {shape: [2, 4]} : f32[2, 4]
/// </code>
/// Weights get the path of the call in front, and its indices.
/// </summary>
public sealed class InlineTrivialFunctions : Pass
{
    public override string Name => "inline-trivial-functions";

    public override string Summary => "Puts functions that compute nothing in the place of their calls.";

    public override ModelGraph Run(ModelGraph graph)
    {
        var trivial = new Dictionary<string, Function>(StringComparer.Ordinal);
        var kept = new List<Function>();
        // A function calls only earlier ones: what those are by now decides what it is itself.
        foreach (Function function in graph.Functions)
        {
            Function rewritten = new Rewriter(function, trivial).Rewrite();
            if (!ReferenceEquals(function, graph.Main) && rewritten.Body.Nodes.All(n => NodePlaces.IsFree(n) || n.Operator is Reshape))
                trivial.Add(function.Name, rewritten);
            else
                kept.Add(rewritten);
        }
        return graph with { Functions = [.. kept] };
    }

    private sealed class Rewriter(Function function, Dictionary<string, Function> trivial) : FunctionRewriter(function)
    {
        protected override void Visit(Node node)
        {
            if (node.Operator is Call call && trivial.TryGetValue(call.Function, out Function? callee))
                Inline(node, call.Path, callee);
            else
                Copy(node);
        }

        private void Inline(Node node, WeightPath path, Function callee)
        {
            ValueId[] indices = [.. node.Inputs.Take(path.HoleCount).Select(i => New(i).Id)];
            var values = new Dictionary<ValueId, Definition>();
            for (int i = 0; i < callee.Inputs.Length; i++)
                values.Add(callee.Inputs[i].Id, New(node.Inputs[indices.Length + i]));
            foreach (Node inner in callee.Body.Nodes)
            {
                IEnumerable<ValueId> inputs = inner.Inputs.Select(i => values[i].Id);
                Definition result = inner.Operator is Weight weight
                    ? Adopt(inner, weight with { Path = path.Then(weight.Path) }, [.. indices, .. inputs])
                    : Adopt(inner, inner.Operator, [.. inputs]);
                values.Add(inner.Result.Id, result);
            }
            for (int i = 0; i < node.Results.Length; i++)
                Replace(node.Results[i], values[callee.Body.End.Values[i]]);
        }
    }
}
