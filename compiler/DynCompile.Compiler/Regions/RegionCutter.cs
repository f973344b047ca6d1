using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>
/// Cuts functions at their control operators, as DyCL does: what stands between two of them becomes a condition-free block,
/// the operators themselves become steps of the host program.
/// </summary>
public sealed class RegionCutter
{
    private readonly Function _function;
    private readonly Dictionary<ValueId, Node> _immaterial = [];
    private int _nextBlock;

    /// <summary>What the nearest enclosing loop carries: where <c>break</c> and <c>continue</c> hand their values.</summary>
    private EquatableArray<ValueId> _carried = [];

    private RegionCutter(Function function, int firstBlock)
    {
        _function = function;
        _nextBlock = firstBlock;
    }

    public static RegionProgram Cut(ModelGraph graph)
    {
        var functions = new List<RegionFunction>();
        int firstBlock = 0;
        foreach (Function function in graph.Functions)
        {
            var cutter = new RegionCutter(function, firstBlock);
            functions.Add(cutter.Cut());
            firstBlock = cutter._nextBlock;
        }
        return new RegionProgram(graph, [.. functions]);
    }

    private RegionFunction Cut()
    {
        foreach (Node node in _function.Body.AllNodes())
        {
            if (IsImmaterial(node))
                _immaterial.Add(node.Result.Id, node);
        }
        EquatableArray<Step> steps = Cut(_function.Body, yieldsTo: []);
        return new RegionFunction(_function, Liveness.Complete(steps));
    }

    /// <summary>Weights and constants are not computed: every block that uses one has its own node of it.</summary>
    public static bool IsImmaterial(Node node) => node.Operator is Weight or Constant or SizeValue;

    private EquatableArray<Step> Cut(Body body, EquatableArray<ValueId> yieldsTo)
    {
        var steps = new List<Step>();
        var pending = new List<Node>();
        foreach (Node node in body.Nodes)
        {
            if (node.Operator is not ControlOperator)
            {
                pending.Add(node);
                continue;
            }
            if (IsImmaterial(node))
                continue;
            Flush(pending, steps);
            steps.Add(CutControl(node));
        }
        Flush(pending, steps);
        End(body.End, yieldsTo, steps);
        return [.. steps];
    }

    private void Flush(List<Node> pending, List<Step> steps)
    {
        List<Node> computed = [.. pending.Where(n => !IsImmaterial(n))];
        pending.Clear();
        if (computed.Count == 0)
            return;
        var own = new List<Node>();
        var included = new HashSet<ValueId>();
        foreach (Node node in computed)
        {
            foreach (ValueId input in node.Inputs)
                Include(input, own, included);
            own.Add(node);
        }
        steps.Add(new Step.Run(new Block(_nextBlock++, [.. own], [], [])));
    }

    // A weight with holes needs its indices; they are host scalars and may be immaterial themselves.
    private void Include(ValueId value, List<Node> own, HashSet<ValueId> included)
    {
        if (!_immaterial.TryGetValue(value, out Node? node) || !included.Add(value))
            return;
        foreach (ValueId input in node.Inputs)
            Include(input, own, included);
        own.Add(node);
    }

    private Step CutControl(Node node)
    {
        EquatableArray<ValueId> results = [.. node.Results.Select(r => r.Id)];
        switch (node.Operator)
        {
            case If:
                return new Step.Branch(node.Inputs[0], Cut(node.Bodies[0], results), Cut(node.Bodies[1], results), node.Origin);
            case Loop loop:
                return CutLoop(node, loop);
            case Switch choice:
                Body chosen = node.Bodies[0];
                return new Step.Choose(node.Inputs[0], choice.Count, chosen.Parameters[0], Cut(chosen, results), node.Origin);
            case With with:
                return new Step.Resize(node.Inputs[0], with.Elastic, with.Bound, Cut(node.Bodies[0], results), node.Origin);
            case Call call:
                int holes = call.Path.HoleCount;
                return new Step.Invoke(
                    call.Function,
                    call.Path,
                    [.. node.Inputs.Take(holes)],
                    [.. node.Inputs.Skip(holes)],
                    node.Results,
                    node.Origin
                );
            default:
                throw new InvalidOperationException($"{node.Operator.Name} at {node.Origin} is no control operator that can be cut");
        }
    }

    private Step.Repeat CutLoop(Node node, Loop loop)
    {
        Body body = node.Bodies[^1];
        EquatableArray<Definition> carried = [.. body.Parameters.Skip(1)];
        EquatableArray<Step> conditionSteps = [];
        ValueId? condition = null;
        if (loop.HasCondition)
        {
            // The condition sees the same iteration and the same carried values as the body, so it takes over the body's names.
            Body renamed = Rename(node.Bodies[0], body.Parameters);
            conditionSteps = Cut(renamed with { End = new Terminator(Ending.Yield, []) }, yieldsTo: []);
            condition = renamed.End.Values[0];
        }
        EquatableArray<ValueId> outer = _carried;
        _carried = [.. carried.Select(c => c.Id)];
        EquatableArray<Step> steps = WithoutLastContinue(Cut(body, yieldsTo: []));
        _carried = outer;
        return new Step.Repeat(
            loop.Limit,
            body.Parameters[0],
            carried,
            node.Inputs,
            node.Results,
            conditionSteps,
            condition,
            steps,
            node.Origin
        );
    }

    /// <summary>The end of the body is the end of the iteration anyway.</summary>
    private static EquatableArray<Step> WithoutLastContinue(EquatableArray<Step> steps) =>
        steps is [.., Step.Jump { Ending: Ending.Continue }] ? [.. steps.Take(steps.Length - 1)] : steps;

    private static Body Rename(Body condition, EquatableArray<Definition> parameters)
    {
        var names = condition.Parameters.Select((p, i) => (p.Id, New: parameters[i].Id)).ToDictionary(p => p.Id, p => p.New);
        return Rename(condition, names) with { Parameters = parameters };
    }

    private static Body Rename(Body body, Dictionary<ValueId, ValueId> names)
    {
        ValueId New(ValueId old) => names.TryGetValue(old, out ValueId renamed) ? renamed : old;
        return body with
        {
            Nodes =
            [
                .. body.Nodes.Select(n =>
                    n with
                    {
                        Inputs = [.. n.Inputs.Select(New)],
                        Bodies = [.. n.Bodies.Select(b => Rename(b, names))],
                    }
                ),
            ],
            End = body.End with { Values = [.. body.End.Values.Select(New)] },
        };
    }

    private void End(Terminator end, EquatableArray<ValueId> yieldsTo, List<Step> steps)
    {
        switch (end.Ending)
        {
            case Ending.Yield:
                AddMove(end.Values, yieldsTo, steps);
                return;
            case Ending.Continue or Ending.Break:
                AddMove(end.Values, _carried, steps);
                steps.Add(new Step.Jump(end.Ending));
                return;
            case Ending.Leave:
                steps.Add(new Step.Leave(end.Values, end.Site));
                return;
        }
    }

    private static void AddMove(EquatableArray<ValueId> from, EquatableArray<ValueId> to, List<Step> steps)
    {
        EquatableArray<Handover> values = [.. from.Select((f, i) => new Handover(f, to[i])).Where(h => h.From != h.To)];
        if (values.Length > 0)
            steps.Add(new Step.Move(values));
    }
}
