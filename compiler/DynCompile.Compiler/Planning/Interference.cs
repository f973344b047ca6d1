using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Planning;

/// <summary>
/// Which values cannot share rows, because one is written while the other is still to be read: Chaitin's rule (1982), by one walk backwards
/// through the steps. It speaks of one lane: rows of different lanes never meet in one buffer.
/// </summary>
/// <remarks>
/// What a loop reads from outside lives throughout the loop, and so do its carried values from one iteration to the next; everything
/// else is written before it is read in each iteration. So no fixed point has to be sought.
/// </remarks>
internal sealed class Interference
{
    private readonly Func<ValueId, ValueId?> _root;
    private readonly IReadOnlyDictionary<ValueId, TensorType> _types;
    private readonly Dictionary<ValueId, HashSet<ValueId>> _conflicts = [];
    private readonly HashSet<ValueId> _immaterial;
    private readonly Func<string, EquatableArray<SharedRows>> _sharedBy;

    /// <summary>What is live where the jumps of the nearest loop go.</summary>
    private HashSet<ValueId> _atContinue = [];
    private HashSet<ValueId> _atBreak = [];

    private Interference(
        RegionFunction function,
        Func<ValueId, ValueId?> root,
        IReadOnlyDictionary<ValueId, TensorType> types,
        Func<string, EquatableArray<SharedRows>> sharedBy
    )
    {
        _sharedBy = sharedBy;
        _root = root;
        _types = types;
        _immaterial = [.. function.Source.Body.AllNodes().Where(RegionCutter.IsImmaterial).Select(n => n.Result.Id)];
    }

    /// <param name="function">The steps.</param>
    /// <param name="root">The value whose rows a value is in; null for one that the walk need not know of.</param>
    /// <param name="types">The types of all values.</param>
    /// <param name="sharedBy">What called functions, by name, may have in the same rows.</param>
    public static Interference Of(
        RegionFunction function,
        Func<ValueId, ValueId?> root,
        IReadOnlyDictionary<ValueId, TensorType> types,
        Func<string, EquatableArray<SharedRows>> sharedBy
    )
    {
        var interference = new Interference(function, root, types, sharedBy);
        interference.Walk(function.Steps, []);
        return interference;
    }

    /// <summary>The values that cannot share rows with one, by their roots.</summary>
    public IReadOnlyCollection<ValueId> With(ValueId root) => _conflicts.TryGetValue(root, out HashSet<ValueId>? with) ? with : [];

    // Every walk takes what is live behind and gives what is live before; the set it takes is its own to change.
    private HashSet<ValueId> Walk(EquatableArray<Step> steps, HashSet<ValueId> live)
    {
        for (int i = steps.Length - 1; i >= 0; i--)
            live = Walk(steps[i], live);
        return live;
    }

    private HashSet<ValueId> Walk(Step step, HashSet<ValueId> live)
    {
        switch (step)
        {
            case Step.Run run:
                for (int i = run.Block.Nodes.Length - 1; i >= 0; i--)
                    Walk(run.Block.Nodes[i], live);
                return live;
            case Step.Branch branch:
                HashSet<ValueId> otherwise = Walk(branch.Else, [.. live]);
                live = Walk(branch.Then, live);
                live.UnionWith(otherwise);
                break;
            case Step.Repeat repeat:
                live = Walk(repeat, live);
                break;
            case Step.Choose choose:
                live = Walk(choose.Body, live);
                Define([choose.Chosen.Id], live);
                break;
            case Step.Resize resize:
                live = Walk(resize.Body, live);
                break;
            case Step.Invoke invoke:
                DefineResults(invoke, live);
                break;
            case Step.Move move:
                HandOver(move.Values, live);
                break;
            case Step.Jump jump:
                live = [.. jump.Ending == Ending.Break ? _atBreak : _atContinue];
                break;
            case Step.Leave:
                live = [];
                break;
        }
        // Results of a call that are read by nobody else are not live before it.
        Read(live, Liveness.Reads(step));
        DefineImmaterial(step, live);
        return live;
    }

    private HashSet<ValueId> Walk(Step.Repeat repeat, HashSet<ValueId> behind)
    {
        HashSet<ValueId> carried = [.. Roots(repeat.Carried.Select(c => c.Id))];
        HashSet<ValueId> around = [.. behind, .. carried, .. ReadFromOutside(repeat)];
        (HashSet<ValueId> outerContinue, HashSet<ValueId> outerBreak) = (_atContinue, _atBreak);
        (_atContinue, _atBreak) = (around, behind);
        HashSet<ValueId> live = Walk(repeat.Body, [.. around]);
        if (repeat.Condition is { } condition)
        {
            live.UnionWith(behind);
            Read(live, [condition]);
            live = Walk(repeat.ConditionSteps, live);
        }
        (_atContinue, _atBreak) = (outerContinue, outerBreak);
        live.UnionWith(around);
        Define([repeat.Iteration.Id], live);
        HandOver([.. repeat.Initial.Select((v, i) => new Handover(v, repeat.Carried[i].Id))], live);
        return live;
    }

    private void Walk(Node node, HashSet<ValueId> live)
    {
        if (IsView(node))
            return;
        ValueId[] results = [.. Roots(node.Results.Select(r => r.Id))];
        ValueId[] inputs = [.. Roots(node.Inputs.Where((_, i) => !MayWriteOver(node, i)))];
        foreach (ValueId result in results)
        {
            Conflict(result, live);
            Conflict(result, inputs);
            Conflict(result, results);
        }
        live.ExceptWith(results);
        Read(live, node.Inputs);
    }

    // Another name for the same rows: it writes nothing.
    private bool IsView(Node node) => node.Operator is Reshape && _root(node.Result.Id) == _root(node.Inputs[0]);

    /// <summary>Whether a kernel reads each element of an input before it writes the same element of its result.</summary>
    private bool MayWriteOver(Node node, int input) =>
        node.Operator switch
        {
            Elementwise => _types[node.Inputs[input]] == node.Result.Type,
            Update => input == 0,
            _ => false,
        };

    // Sources that an earlier handover of the same step overwrites are kept aside, so that only what is read later counts.
    private void HandOver(IReadOnlyCollection<Handover> values, HashSet<ValueId> live)
    {
        ValueId[] targets = [.. Roots(values.Select(v => v.To))];
        foreach (Handover value in values)
        {
            if (_root(value.To) is not { } target)
                continue;
            ValueId? source = _root(value.From);
            Conflict(target, live.Where(v => v != source));
            Conflict(target, targets.Where(t => t != source));
        }
        live.ExceptWith(targets);
        Read(live, values.Select(v => v.From));
    }

    // A function may write a result before it has read all that it is given, but for the arguments that its plan tells.
    private void DefineResults(Step.Invoke invoke, HashSet<ValueId> live)
    {
        EquatableArray<SharedRows> shared = _sharedBy(invoke.Function);
        for (int r = 0; r < invoke.Results.Length; r++)
        {
            if (_root(invoke.Results[r].Id) is { } result)
                Conflict(result, Roots(invoke.Arguments.Where((_, a) => !shared.Contains(new SharedRows(a, r)))));
        }
        Define(invoke.Results.Select(r => r.Id), live);
    }

    private void Define(IEnumerable<ValueId> values, HashSet<ValueId> live)
    {
        ValueId[] roots = [.. Roots(values)];
        foreach (ValueId root in roots)
        {
            Conflict(root, live);
            Conflict(root, roots);
        }
        live.ExceptWith(roots);
    }

    // What no block computes is written before each step that reads it.
    private void DefineImmaterial(Step step, HashSet<ValueId> live) => Define(Liveness.Reads(step).Where(_immaterial.Contains), live);

    /// <summary>What the steps of a loop read and do not compute.</summary>
    private HashSet<ValueId> ReadFromOutside(Step.Repeat repeat)
    {
        var inside = new HashSet<ValueId>();
        var read = new HashSet<ValueId>();
        foreach (Step step in repeat.ConditionSteps.Concat(repeat.Body).SelectMany(s => s.All()))
        {
            read.UnionWith(Roots(Liveness.Reads(step)));
            inside.UnionWith(Roots(WrittenBy(step)));
        }
        read.ExceptWith(inside);
        return read;
    }

    private IEnumerable<ValueId> WrittenBy(Step step) =>
        step switch
        {
            Step.Run run => run.Block.Nodes.Where(n => !IsView(n)).SelectMany(n => n.Results).Select(r => r.Id),
            Step.Repeat repeat => [repeat.Iteration.Id, .. repeat.Carried.Select(c => c.Id)],
            Step.Choose choose => [choose.Chosen.Id],
            Step.Invoke invoke => invoke.Results.Select(r => r.Id),
            Step.Move move => move.Values.Select(v => v.To),
            _ => [],
        };

    private void Read(HashSet<ValueId> live, IEnumerable<ValueId> values) => live.UnionWith(Roots(values));

    private IEnumerable<ValueId> Roots(IEnumerable<ValueId> values) => values.Select(_root).OfType<ValueId>();

    private void Conflict(ValueId value, IEnumerable<ValueId> others)
    {
        foreach (ValueId other in others)
        {
            if (other == value)
                continue;
            Of(value).Add(other);
            Of(other).Add(value);
        }

        HashSet<ValueId> Of(ValueId root)
        {
            if (!_conflicts.TryGetValue(root, out HashSet<ValueId>? known))
                _conflicts.Add(root, known = []);
            return known;
        }
    }
}
