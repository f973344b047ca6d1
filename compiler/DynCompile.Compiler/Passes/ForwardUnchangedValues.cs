using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Reads a value itself where control flow only hands it on: where all sides of a branch yield it, a loop carries it unchanged, or a
/// function returns what it was given.
/// <code>
/// %2 = if %1 : f32[4] then {           ==>   %2 = if %1 : f32[4] then {
///   yield %0                                   yield %0
/// } else {                                   } else {
///   yield %0                                   yield %0
/// }                                          }
/// %3 = relu %2 : f32[4]                      %3 = relu %0 : f32[4]
/// </code>
/// The branches, carried values and calls that nobody reads any more are left to the elimination of dead code.
/// </summary>
public sealed class ForwardUnchangedValues : Pass
{
    public override string Name => "forward-unchanged-values";

    public override string Summary => "Reads values themselves where control flow only hands them on.";

    public override ModelGraph Run(ModelGraph graph)
    {
        var returned = new Dictionary<string, int?[]>(StringComparer.Ordinal);
        return graph.Replace(f => new Forwarding(f, returned).Run());
    }

    /// <summary>Only numbers the values again.</summary>
    private sealed class Rewriter(Function function) : FunctionRewriter(function);

    /// <param name="returned">For each result of the functions before this one, which input it always is; null where it is none.</param>
    private sealed class Forwarding(Function function, Dictionary<string, int?[]> returned)
    {
        private readonly Dictionary<ValueId, ValueId> _same = [];
        private readonly HashSet<ValueId> _visible = [];
        private readonly List<Terminator> _leaves = [];

        public Function Run()
        {
            Visit(function.Body, []);
            returned.Add(function.Name, [.. function.Results.Select((_, i) => InputOf(i))]);
            return new Rewriter(function with { Body = Substitute(function.Body) }).Rewrite();
        }

        /// <param name="jumps">Collects the jumps of the nearest loop.</param>
        private void Visit(Body body, List<Terminator> jumps)
        {
            _visible.UnionWith(body.Parameters.Select(p => p.Id));
            foreach (Node node in body.Nodes)
            {
                List<Terminator> inner = node.Operator is Loop ? [] : jumps;
                foreach (Body own in node.Bodies)
                    Visit(own, inner);
                Forward(node, inner);
                _visible.UnionWith(node.Results.Select(r => r.Id));
            }
            if (body.End.Ending is Ending.Continue or Ending.Break)
                jumps.Add(body.End);
            if (body.End.Ending == Ending.Leave)
                _leaves.Add(body.End);
            _visible.ExceptWith(body.Parameters.Concat(body.Nodes.SelectMany(n => n.Results)).Select(d => d.Id));
        }

        private void Forward(Node node, List<Terminator> jumps)
        {
            for (int i = 0; i < node.Results.Length; i++)
            {
                switch (node.Operator)
                {
                    case Loop:
                        ForwardCarried(node, i, jumps);
                        break;
                    case Call call when returned[call.Function][i] is { } input:
                        _same.Add(node.Results[i].Id, Same(node.Inputs[call.Path.HoleCount + input]));
                        break;
                    case If or Switch or With:
                        // Sides that jump give nothing to what stands behind.
                        ValueId[] yields = [.. node.Bodies.Where(b => b.End.Ending == Ending.Yield).Select(b => Same(b.End.Values[i]))];
                        if (yields.Length > 0 && _visible.Contains(yields[0]) && yields.All(y => y == yields[0]))
                            _same.Add(node.Results[i].Id, yields[0]);
                        break;
                }
            }
        }

        private void ForwardCarried(Node loop, int index, List<Terminator> jumps)
        {
            ValueId first = Same(loop.Inputs[index]);
            ValueId carried = loop.Bodies[^1].Parameters[index + 1].Id;
            if (jumps.Exists(j => Same(j.Values[index]) is var next && next != carried && next != first))
                return;
            _same.Add(loop.Results[index].Id, first);
            foreach (Body body in loop.Bodies)
                _same.Add(body.Parameters[index + 1].Id, first);
        }

        private int? InputOf(int result)
        {
            ValueId[] values = [.. _leaves.Select(l => Same(l.Values[result])).Distinct()];
            int input = values.Length == 1 ? function.Inputs.Select(i => i.Id).ToList().IndexOf(values[0]) : -1;
            return input < 0 ? null : input;
        }

        private ValueId Same(ValueId value)
        {
            while (_same.TryGetValue(value, out ValueId earlier))
                value = earlier;
            return value;
        }

        private Body Substitute(Body body) =>
            body with
            {
                Nodes =
                [
                    .. body.Nodes.Select(n => n with { Inputs = [.. n.Inputs.Select(Same)], Bodies = [.. n.Bodies.Select(Substitute)] }),
                ],
                End = body.End with { Values = [.. body.End.Values.Select(Same)] },
            };
    }
}
