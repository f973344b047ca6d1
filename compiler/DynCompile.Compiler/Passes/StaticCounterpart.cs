using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// The network that a dynamic one is measured against: nothing is left early, so that every sample takes the full path.
/// <code>
/// if %1 then {                 ==>   %2 = relu %0 : f32[4]
///   leave 0 %0                       leave 1 %2
/// } else {
///   yield
/// }
/// %2 = relu %0 : f32[4]
/// leave 1 %2
/// </code>
/// What only the condition or the early result needs goes with them. This is no <see cref="Pass"/>: the results are others.
/// </summary>
public static class StaticCounterpart
{
    /// <summary>The network without early leaves; null when the data decides about more than those.</summary>
    /// <param name="graph">A valid graph.</param>
    /// <param name="dynamic">What stays dynamic, if there is no counterpart: an <c>if</c>, <c>loop</c>, <c>switch</c> or <c>with</c>.</param>
    public static ModelGraph? Of(ModelGraph graph, out Node? dynamic)
    {
        // What nobody reads any more, as the head of an exit, may have been dynamic.
        ModelGraph full = new EliminateDeadCode().Run(graph.Replace(f => new Rewriter(f).Rewrite()));
        dynamic = full.Functions.Select(f => new DataDependence(f).First()).FirstOrDefault(n => n is not null);
        return dynamic is null ? full : null;
    }

    /// <summary>Keeps the side of a branch that goes on, in the place of the branch.</summary>
    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        /// <summary>The jump of a kept side, for each body that is being written: behind the branch nothing was reached.</summary>
        private readonly Stack<Terminator?> _jumps = [];

        protected override void EnterBody() => _jumps.Push(null);

        protected override void LeaveBody() => _jumps.Pop();

        protected override Terminator EndOf(Body body) => body.End.Ending == Ending.Unreachable ? _jumps.Peek() ?? body.End : body.End;

        protected override void Visit(Node node)
        {
            if (SideThatGoesOn(node) is not { } side)
            {
                Copy(node);
                return;
            }
            foreach (Node inner in side.Nodes)
                Visit(inner);
            if (side.End.Ending == Ending.Yield)
            {
                for (int i = 0; i < node.Results.Length; i++)
                    Replace(node.Results[i], New(side.End.Values[i]));
            }
            else if (side.End.Ending != Ending.Unreachable)
            {
                _jumps.Pop();
                _jumps.Push(side.End);
            }
        }

        // Of two sides that both leave, none is the early one.
        private static Body? SideThatGoesOn(Node node) =>
            node switch
            {
                { Operator: If, Bodies: [{ End.Ending: Ending.Leave }, { End.Ending: not Ending.Leave } other] } => other,
                { Operator: If, Bodies: [{ End.Ending: not Ending.Leave } other, { End.Ending: Ending.Leave }] } => other,
                _ => null,
            };
    }

    /// <summary>Finds control flow that is not the same for all samples.</summary>
    private sealed class DataDependence(Function function)
    {
        /// <summary>What is the same for all samples: iterations, and what is computed from those, constants and weights alone.</summary>
        private readonly HashSet<ValueId> _shared = [];

        /// <summary>The first node whose control the data has; null when the function is static.</summary>
        public Node? First() => First(function.Body);

        private Node? First(Body body) => body.Nodes.Select(First).FirstOrDefault(found => found is not null);

        private Node? First(Node node)
        {
            if (node.Operator is If or Switch or With && !_shared.Contains(node.Inputs[0]))
                return node;
            if (node.Operator is Loop or Switch)
                _shared.UnionWith(node.Bodies.Select(b => b.Parameters[0].Id));
            if (node.Bodies.IsEmpty && node.Inputs.All(_shared.Contains))
                _shared.UnionWith(node.Results.Select(r => r.Id));
            foreach (Body body in node.Bodies)
            {
                if (First(body) is { } inner)
                    return inner;
            }
            return node.Operator is Loop { HasCondition: true } && !_shared.Contains(node.Bodies[0].End.Values[0]) ? node : null;
        }
    }
}
