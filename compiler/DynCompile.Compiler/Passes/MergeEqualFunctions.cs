using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Keeps one of several functions that do the same; weights do not tell them apart, for their paths start at the call.
/// <code>
/// %1 = call %0 {function: "Block", path: "a"} : f32[4]           %1 = call %0 {function: "Block", path: "a"} : f32[4]
/// %2 = call %1 {function: "SameBlock", path: "b"} : f32[4]  ==>  %2 = call %1 {function: "Block", path: "b"} : f32[4]
/// </code>
/// Names of values do not matter, nor does where in the source they stand, except for what may fault: a fault tells its place.
/// </summary>
public sealed class MergeEqualFunctions : Pass
{
    public override string Name => "merge-equal-functions";

    public override string Summary => "Keeps one of several functions that do the same.";

    public override ModelGraph Run(ModelGraph graph)
    {
        IReadOnlyCollection<string> faulting = Faults.FunctionsOf(graph);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new List<Function>();
        foreach (Function function in graph.Functions)
        {
            Function calling = function with { Body = Rewrite(function.Body, n => n with { Operator = Calling(n.Operator, names) }) };
            string key = Key(calling, new Faults(function, faulting));
            if (!ReferenceEquals(function, graph.Main) && known.TryGetValue(key, out string? first))
            {
                names.Add(function.Name, first);
                continue;
            }
            known[key] = function.Name;
            kept.Add(calling);
        }
        return graph with { Functions = [.. kept] };
    }

    private static Operator Calling(Operator op, Dictionary<string, string> names) =>
        op is Call call && names.TryGetValue(call.Function, out string? name) ? call with { Function = name } : op;

    // The text is exact where equality of numbers is not: 0.0 is not -0.0.
    private static string Key(Function function, Faults faults)
    {
        Body body = Rewrite(
            function.Body with
            {
                Parameters = WithoutNames(function.Body.Parameters),
            },
            n =>
                n with
                {
                    Results = WithoutNames(n.Results),
                    Bodies = [.. n.Bodies.Select(b => b with { Parameters = WithoutNames(b.Parameters) })],
                    Origin = faults.MayFault(n) ? n.Origin : Origin.None,
                }
        );
        return GraphPrinter.Print(new Function("", [.. function.Results.Select(r => r with { Name = "" })], body));
    }

    private static Body Rewrite(Body body, Func<Node, Node> rewrite) =>
        body with
        {
            Nodes = [.. body.Nodes.Select(rewrite).Select(n => n with { Bodies = [.. n.Bodies.Select(b => Rewrite(b, rewrite))] })],
        };

    private static EquatableArray<Definition> WithoutNames(EquatableArray<Definition> definitions) =>
        [.. definitions.Select(d => d with { Name = null })];
}
