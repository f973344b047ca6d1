using System.Collections.Immutable;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Planning;

/// <summary>
/// Gives every value its place. Values that are only other names (a reshape, a loop's result) share the place of what they name;
/// a value that is handed over is computed where it is handed to, unless the two interfere.
/// </summary>
public sealed class MemoryPlanner
{
    /// <summary>Values in one place, with all their lifetimes.</summary>
    private sealed class Group(ElementType element, long length, string name)
    {
        public ElementType Element => element;
        public long Length { get; set; } = length;
        public string Name => name;
        public List<(int Start, int End)> Spans { get; } = [];
        public int? ResultIndex { get; set; }
        public int Slot { get; set; } = -1;

        /// <summary>The roots of the values in it, and of those that it cannot share rows with.</summary>
        public List<ValueId> Members { get; } = [];
        public HashSet<ValueId> Conflicts { get; } = [];

        public bool Interferes(Group other) => other.Members.Any(Conflicts.Contains);

        public int Start => Spans.Min(s => s.Start);
        public int End => Spans.Max(s => s.End);
    }

    private readonly RegionFunction _function;
    private readonly HostScalars _host;
    private readonly Lifetimes _lifetimes;
    private readonly Dictionary<ValueId, TensorType> _types;
    private readonly Dictionary<ValueId, string> _names;
    private readonly Dictionary<ValueId, Place> _fixed = [];
    private readonly Dictionary<ValueId, ValueId> _aliases = [];
    private readonly Dictionary<ValueId, Group> _groups = [];

    private readonly Func<string, EquatableArray<SharedRows>> _sharedBy;
    private readonly HashSet<ValueId> _arguments;

    private MemoryPlanner(RegionFunction function, Func<string, EquatableArray<SharedRows>> sharedBy)
    {
        _function = function;
        _sharedBy = sharedBy;
        _arguments = [.. function.Source.Inputs.Select(i => i.Id)];
        _host = HostScalars.Of(function.Source);
        _lifetimes = Lifetimes.Of(function);
        List<Definition> definitions = [.. function.Definitions];
        _types = definitions.ToDictionary(d => d.Id, d => d.Type);
        // A value that the source gave no name is called after its operator.
        var operators = function
            .Source.Body.AllNodes()
            .SelectMany(n => n.Results.Select(r => (r.Id, n.Operator.Name)))
            .ToDictionary(p => p.Id, p => p.Name);
        _names = definitions.ToDictionary(d => d.Id, d => d.Name ?? (operators.TryGetValue(d.Id, out string? name) ? name : "value"));
    }

    public static MemoryPlan Plan(RegionProgram program)
    {
        var plans = new List<FunctionPlan>();
        long start = 0;
        foreach (RegionFunction function in program.Functions)
        {
            // A function calls only earlier ones.
            (FunctionPlan plan, long end) = new MemoryPlanner(function, name => plans.First(p => p.Function.Name == name).Shared).Plan(
                start
            );
            plans.Add(plan);
            start = end;
        }
        return new MemoryPlan([.. plans], start);
    }

    private (FunctionPlan Plan, long End) Plan(long start)
    {
        FindFixed();
        FindAliases();
        MakeGroups();
        var interference = Interference.Of(_function, KnownRoot, _types, _sharedBy);
        Coalesce(interference);
        List<Group> slots = AssignSlots();
        var staging = FindStaging(slots);
        (EquatableArray<Slot> placed, long end) = Place(slots, start);
        var places = ImmutableDictionary.CreateBuilder<ValueId, Place>();
        foreach (ValueId value in _types.Keys)
        {
            if (PlaceOf(value) is { } place)
                places.Add(value, place);
        }
        return (new FunctionPlan(_function, places.ToImmutable(), placed, staging, _host, SharedRows(interference)), end);
    }

    // ---- values whose place is given

    private void FindFixed()
    {
        for (int i = 0; i < _function.Source.Inputs.Length; i++)
            _fixed.Add(_function.Source.Inputs[i].Id, new Place.Argument(i));
        HashSet<ValueId> needRows = HostValuesInRows();
        HashSet<ValueId> plainlyRead = PlainlyRead();
        foreach (Node node in _function.Source.Body.AllNodes().Where(RegionCutter.IsImmaterial))
        {
            if (!_host.Contains(node.Result.Id) || node.Operator is Constant)
            {
                if (!HasGaps(node) || !plainlyRead.Contains(node.Result.Id))
                    _fixed.Add(node.Result.Id, new Place.Stored(node.Result.Id));
            }
            else if (!needRows.Contains(node.Result.Id))
                _fixed.Add(node.Result.Id, new Place.Host());
        }
        foreach (ValueId value in _types.Keys)
        {
            if (_host.Contains(value) && !needRows.Contains(value) && !_fixed.ContainsKey(value))
                _fixed.Add(value, new Place.Host());
        }
    }

    /// <summary>A prefix of a weight along an axis that is not its first has gaps; kernels of packed weights read it in place, others a copy.</summary>
    private static bool HasGaps(Node node) =>
        node.Operator is Weight { Type: { Rank: > 1 } type } && type.Shape.Skip(1).Any(d => !d.IsConstant);

    /// <summary>The values that some reader wants in plain rows, not packed.</summary>
    private HashSet<ValueId> PlainlyRead()
    {
        var read = new HashSet<ValueId>();
        foreach (Node node in _function.Source.Body.AllNodes())
            read.UnionWith(node.Inputs.Where((_, i) => WeightForm.PackedFor(node.Operator, i) is null));
        read.UnionWith(_function.AllSteps.Where(s => s is not Step.Run).SelectMany(Liveness.Reads));
        return read;
    }

    /// <summary>Host values that kernels or called functions read for each sample.</summary>
    private HashSet<ValueId> HostValuesInRows()
    {
        var read = new HashSet<ValueId>();
        foreach (Step step in _function.AllSteps)
        {
            switch (step)
            {
                case Step.Run run:
                    // Emitted loops take host values as they are.
                    foreach (Node node in run.Block.Nodes.Where(n => n.Operator is not (Elementwise or Weight)))
                        read.UnionWith(node.Inputs);
                    break;
                case Step.Invoke invoke:
                    read.UnionWith(invoke.Arguments);
                    break;
            }
        }
        read.RemoveWhere(v => !_host.Contains(v));
        return read;
    }

    // ---- values that are names for others

    private void FindAliases()
    {
        // In blocks, a loop's condition has the names of its body.
        foreach (Node node in _function.Blocks.SelectMany(b => b.Nodes))
        {
            if (node.Operator is Reshape)
                _aliases.Add(node.Result.Id, node.Inputs[0]);
        }
        foreach (Step.Repeat repeat in _function.AllSteps.OfType<Step.Repeat>())
        {
            for (int i = 0; i < repeat.Results.Length; i++)
                _aliases.Add(repeat.Results[i].Id, repeat.Carried[i].Id);
        }
    }

    private ValueId Root(ValueId value)
    {
        while (_aliases.TryGetValue(value, out ValueId named))
            value = named;
        return value;
    }

    private void MakeGroups()
    {
        foreach (ValueId value in _lifetimes.Values.OrderBy(v => v))
        {
            ValueId root = Root(value);
            if (_fixed.ContainsKey(root))
                continue;
            if (!_groups.TryGetValue(root, out Group? group))
            {
                group = new Group(_types[root].Element, _types[root].Count.Largest, _names[root]);
                group.Members.Add(root);
                _groups.Add(root, group);
            }
            group.Spans.Add(_lifetimes[value]!.Value);
        }
        foreach (Group group in _groups.Values)
        {
            // A name's lifetime is the lifetime of what it names.
            (int, int) hull = (group.Start, group.End);
            group.Spans.Clear();
            group.Spans.Add(hull);
        }
    }

    private Group? GroupOf(ValueId value) => _groups.TryGetValue(Root(value), out Group? group) ? group : null;

    // ---- values computed where they are handed to

    private ValueId? KnownRoot(ValueId value) =>
        Root(value) is var root && (_groups.ContainsKey(root) || _arguments.Contains(root)) ? root : null;

    private void Coalesce(Interference interference)
    {
        foreach (KeyValuePair<ValueId, Group> group in _groups)
            group.Value.Conflicts.UnionWith(interference.With(group.Key));
        // One joining may prevent another, so those come first that save most: inside loops, and of all copies between two values those
        // that are long and on most paths.
        List<HandoverCost> handovers = [.. HandoversIn(_function.Steps, depth: 0, share: 1)];
        ILookup<(ValueId, ValueId), double> costs = handovers.ToLookup(h => PairOf(h.Value), CostOf);
        foreach (HandoverCost handover in handovers.OrderByDescending(h => h.Depth).ThenByDescending(h => costs[PairOf(h.Value)].Sum()))
            TryJoin(handover.Value.From, handover.Value.To);
        foreach (Step.Leave leave in _function.AllSteps.OfType<Step.Leave>())
        {
            for (int i = 0; i < leave.Values.Length; i++)
                TryLeaveIn(leave.Values[i], i);
        }
    }

    /// <param name="Depth">How many loops are around it.</param>
    /// <param name="Share">How often its step is reached where they are, if every branch goes either way alike.</param>
    private sealed record HandoverCost(Handover Value, int Depth, double Share);

    private double CostOf(HandoverCost handover) => handover.Share * _types[handover.Value.To].Count.Largest;

    private static IEnumerable<HandoverCost> HandoversIn(EquatableArray<Step> steps, int depth, double share)
    {
        foreach (Step step in steps)
        {
            IEnumerable<Handover> own = step switch
            {
                Step.Move move => move.Values,
                Step.Repeat repeat => repeat.Initial.Select((v, i) => new Handover(v, repeat.Carried[i].Id)),
                _ => [],
            };
            foreach (Handover value in own)
                yield return new HandoverCost(value, depth, share);
            (int innerDepth, double innerShare) = step switch
            {
                Step.Repeat => (depth + 1, share),
                Step.Branch => (depth, share / 2),
                _ => (depth, share),
            };
            foreach (HandoverCost inner in step.Inner.SelectMany(s => HandoversIn(s, innerDepth, innerShare)))
                yield return inner;
        }
    }

    private (ValueId, ValueId) PairOf(Handover value)
    {
        (ValueId from, ValueId to) = (Root(value.From), Root(value.To));
        return from < to ? (from, to) : (to, from);
    }

    private void TryJoin(ValueId from, ValueId to)
    {
        if (GroupOf(from) is not { } source || GroupOf(to) is not { } target || ReferenceEquals(source, target))
            return;
        if (source.Element != target.Element || source.Length != target.Length || source.Interferes(target))
            return;
        target.Spans.AddRange(source.Spans);
        target.Conflicts.UnionWith(source.Conflicts);
        target.Members.AddRange(source.Members);
        foreach (ValueId value in source.Members)
            _groups[value] = target;
    }

    private void TryLeaveIn(ValueId value, int index)
    {
        if (GroupOf(value) is not { ResultIndex: null } group)
            return;
        TensorType result = _function.Source.Results[index].Type;
        if (group.Element != result.Element || group.Length != result.Count.Largest)
            return;
        if (_groups.Values.Any(g => g.ResultIndex == index && g.Interferes(group)))
            return;
        group.ResultIndex = index;
    }

    private EquatableArray<SharedRows> SharedRows(Interference interference)
    {
        var shared = ImmutableArray.CreateBuilder<SharedRows>();
        for (int argument = 0; argument < _function.Source.Inputs.Length; argument++)
        for (int result = 0; result < _function.Source.Results.Length; result++)
        {
            Definition given = _function.Source.Inputs[argument];
            bool areAlike = given.Type == _function.Source.Results[result].Type;
            if (areAlike && !IsReadAfter(given.Id, result, interference))
                shared.Add(new SharedRows(argument, result));
        }
        return [.. shared];
    }

    /// <summary>Whether something of a result is written while an argument is still to be read.</summary>
    private bool IsReadAfter(ValueId argument, int result, Interference interference)
    {
        IReadOnlyCollection<ValueId> conflicts = interference.With(argument);
        if (_groups.Values.Any(g => g.ResultIndex == result && g.Members.Any(conflicts.Contains)))
            return true;
        // Results are handed over at the end one after the other.
        return _function
            .AllSteps.OfType<Step.Leave>()
            .Any(leave => leave.Values.Where((_, i) => i != result).Any(v => Root(v) == argument));
    }

    // ---- slots

    private List<Group> AssignSlots()
    {
        var slots = new List<Group>();
        foreach (Group group in _groups.Values.Distinct().Where(g => g.ResultIndex is null).OrderBy(g => g.Start).ThenBy(g => g.End))
        {
            group.Slot = slots.Count;
            slots.Add(group);
        }
        return slots;
    }

    private Place? PlaceOf(ValueId value)
    {
        ValueId root = Root(value);
        if (_fixed.TryGetValue(root, out Place? known))
            return known;
        if (!_groups.TryGetValue(root, out Group? group))
            return null;
        return group.ResultIndex is { } index ? new Place.Result(index) : new Place.Buffer(group.Slot);
    }

    /// <summary>Handovers of one step happen at once; a source that an earlier one overwrites is kept aside first.</summary>
    private ImmutableDictionary<(Step, ValueId), int> FindStaging(List<Group> slots)
    {
        var staging = ImmutableDictionary.CreateBuilder<(Step, ValueId), int>();
        var targets = new List<Place?>();
        foreach (Step step in _function.AllSteps)
        {
            (List<ValueId> from, targets) = step switch
            {
                Step.Move move => (move.Values.Select(v => v.From).ToList(), move.Values.Select(v => PlaceOf(v.To)).ToList()),
                Step.Leave leave => (leave.Values.ToList(), leave.Values.Select((_, i) => (Place?)new Place.Result(i)).ToList()),
                Step.Repeat repeat => (repeat.Initial.ToList(), repeat.Carried.Select(c => PlaceOf(c.Id)).ToList()),
                _ => ([], []),
            };
            for (int i = 0; i < from.Count; i++)
            {
                Place? source = PlaceOf(from[i]);
                bool isOverwritten = source is not null && targets.Take(i).Where((t, k) => t != PlaceOf(from[k])).Contains(source);
                if (!isOverwritten || staging.ContainsKey((step, from[i])))
                    continue;
                TensorType type = _types[from[i]];
                var aside = new Group(type.Element, type.Count.Largest, "aside") { Slot = slots.Count };
                aside.Spans.Add((0, int.MaxValue - 1));
                staging.Add((step, from[i]), aside.Slot);
                slots.Add(aside);
            }
        }
        return staging.ToImmutable();
    }

    /// <summary>First fit: a slot takes the lowest place that no slot alive at the same time has.</summary>
    private (EquatableArray<Slot> Slots, long End) Place(List<Group> groups, long start)
    {
        var placed = new List<(Group Group, Slot Slot)>();
        long end = start;
        foreach (Group group in groups)
        {
            long bytes = MemoryPlan.Aligned(group.Length * group.Element.Size());
            long offset = start;
            foreach ((Group other, Slot slot) in placed.Where(p => AliveTogether(p.Group, group)).OrderBy(p => p.Slot.Offset))
            {
                if (offset + bytes <= slot.Offset)
                    break;
                offset = Math.Max(offset, slot.Offset + slot.Bytes);
            }
            placed.Add((group, new Slot(group.Element, group.Length, offset, group.Name)));
            end = Math.Max(end, offset + bytes);
        }
        return ([.. placed.Select(p => p.Slot)], end);
    }

    // Handovers of one step write while others of it still read: the whole step counts.
    private bool AliveTogether(Group a, Group b) =>
        a
            .Spans.Select(_lifetimes.OverAllLanes)
            .Any(s => b.Spans.Select(_lifetimes.OverAllLanes).Any(t => s.Start / 2 <= t.End / 2 && t.Start / 2 <= s.End / 2));
}
