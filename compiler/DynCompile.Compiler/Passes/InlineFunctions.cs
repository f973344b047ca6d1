using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Puts the body of a function without control flow in the place of its calls, where that makes the text no longer: of one that computes
/// nothing but hands on inputs, weights and constants or gives them another shape, and of one that is called in one place only. What
/// stood on both sides of its border can be fused, and nothing is copied across it.
/// <code>
/// func Rows(%0: f32[8]) -> (y: f32[2, 4]) {
///   %1 = reshape %0 {shape: [2, 4]} : f32[2, 4]
///   leave 0 %1
/// }
/// %1 = call %0 {function: "Rows", path: "rows"} : f32[2, 4]   ==>   %1 = reshape %0 {shape: [2, 4]} : f32[2, 4]
/// </code>
/// Weights get the path of the call in front, and its indices.
/// </summary>
public sealed class InlineFunctions : Pass
{
    public override string Name => "inline-functions";

    public override string Summary => "Puts functions in the place of their calls where that makes the text no longer.";

    public override ModelGraph Run(ModelGraph graph)
    {
        var inlined = new Dictionary<string, Function>(StringComparer.Ordinal);
        Dictionary<string, int> calls = graph
            .Functions.SelectMany(f => f.Body.AllNodes())
            .Select(n => n.Operator)
            .OfType<Call>()
            .GroupBy(c => c.Function, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var kept = new List<Function>();
        // A function calls only earlier ones: what those are by now decides what it is itself.
        foreach (Function function in graph.Functions)
        {
            Function rewritten = new Rewriter(function, inlined).Rewrite();
            bool isCalledOnce = calls.TryGetValue(function.Name, out int count) && count == 1;
            if (!ReferenceEquals(function, graph.Main) && HasNoControl(rewritten) && (isCalledOnce || ComputesNothing(rewritten)))
                inlined.Add(function.Name, rewritten);
            else
                kept.Add(rewritten);
        }
        return graph with { Functions = [.. kept] };
    }

    private static bool HasNoControl(Function function) => function.Body.Nodes.All(n => n.Operator is not ControlOperator or Weight);

    private static bool ComputesNothing(Function function) => function.Body.Nodes.All(n => NodePlaces.IsFree(n) || n.Operator is Reshape);

    private sealed class Rewriter(Function function, Dictionary<string, Function> inlined) : FunctionRewriter(function)
    {
        protected override void Visit(Node node)
        {
            if (node.Operator is Call call && inlined.TryGetValue(call.Function, out Function? callee))
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
                EquatableArray<Definition> results = inner.Operator is Weight weight
                    ? Adopt(inner, weight with { Path = path.Then(weight.Path) }, [.. indices, .. inputs])
                    : Adopt(inner, inner.Operator, [.. inputs]);
                for (int i = 0; i < results.Length; i++)
                    values.Add(inner.Results[i].Id, results[i]);
            }
            for (int i = 0; i < node.Results.Length; i++)
                Replace(node.Results[i], values[callee.Body.End.Values[i]]);
        }
    }
}
