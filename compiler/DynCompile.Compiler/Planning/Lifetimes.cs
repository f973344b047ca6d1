using DynCompile.Graph;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Planning;

/// <summary>
/// From when to when a function's values are needed. A sample runs through the steps in text order, so one line of time serves all:
/// step p reads at 2p and, where it hands over, writes at 2p + 1; a node writes at 2p too, since it may not write over its inputs.
/// </summary>
internal sealed class Lifetimes
{
    private readonly Dictionary<ValueId, (int Start, int End)> _spans = [];

    /// <summary>From when to when lanes run group by group, inner ones first.</summary>
    private readonly List<(int Start, int End)> _grouped = [];
    private readonly HashSet<ValueId> _stored;
    private int _step;

    private Lifetimes(HashSet<ValueId> stored) => _stored = stored;

    public static Lifetimes Of(RegionFunction function)
    {
        var lifetimes = new Lifetimes([.. function.Source.Body.AllNodes().Where(RegionCutter.IsImmaterial).Select(n => n.Result.Id)]);
        lifetimes.Visit(function.Steps);
        return lifetimes;
    }

    /// <summary>The first write and the last read; null for a value that is never written here.</summary>
    public (int Start, int End)? this[ValueId value] => _spans.TryGetValue(value, out var span) ? span : null;

    public IEnumerable<ValueId> Values => _spans.Keys;

    /// <summary>
    /// The lifetime over all lanes: while one group of lanes runs, those before it keep what they computed and those behind it what
    /// they will read. It counts where rows of different lengths share memory, for there one lane's row lies over another's.
    /// </summary>
    public (int Start, int End) OverAllLanes((int Start, int End) span)
    {
        (int from, int to) = span;
        foreach ((int start, int end) in _grouped)
        {
            if (from > start && from <= end && to > end)
                from = start;
            if (from <= start && to > start && to < end)
                to = end;
        }
        return (from, to);
    }

    private int ReadTime => 2 * _step;

    private void Write(ValueId value, int time) =>
        _spans[value] = _spans.TryGetValue(value, out var span) ? (Math.Min(span.Start, time), Math.Max(span.End, time)) : (time, time);

    private void Read(ValueId value)
    {
        // What is stored is at hand wherever it is read; a copy of it is made there.
        if (_stored.Contains(value))
            Write(value, ReadTime);
        if (_spans.TryGetValue(value, out var span))
            _spans[value] = (span.Start, Math.Max(span.End, ReadTime));
    }

    private void Visit(EquatableArray<Step> steps)
    {
        foreach (Step step in steps)
            Visit(step);
    }

    private void Visit(Step step)
    {
        _step++;
        switch (step)
        {
            case Step.Run run:
                foreach (Node node in run.Block.Nodes)
                {
                    _step++;
                    foreach (ValueId input in node.Inputs)
                        Read(input);
                    foreach (Definition result in node.Results)
                        Write(result.Id, ReadTime);
                }
                break;
            case Step.Repeat repeat:
                VisitLoop(repeat);
                break;
            case Step.Choose choose:
                Read(choose.Index);
                Write(choose.Chosen.Id, ReadTime);
                VisitGrouped(choose.Body);
                break;
            case Step.Resize resize:
                Read(resize.Value);
                VisitGrouped(resize.Body);
                break;
            case Step.Move move:
                foreach (Handover value in move.Values)
                    Read(value.From);
                foreach (Handover value in move.Values)
                    Write(value.To, ReadTime + 1);
                break;
            case Step.Invoke invoke:
                foreach (ValueId value in Liveness.Reads(invoke))
                    Read(value);
                foreach (Definition result in invoke.Results)
                    Write(result.Id, ReadTime);
                break;
            default:
                foreach (ValueId value in Liveness.Reads(step))
                    Read(value);
                foreach (EquatableArray<Step> inner in step.Inner)
                    Visit(inner);
                _step++;
                break;
        }
    }

    private void VisitGrouped(EquatableArray<Step> body)
    {
        int start = ReadTime;
        Visit(body);
        _step++;
        _grouped.Add((start, ReadTime));
    }

    private void VisitLoop(Step.Repeat repeat)
    {
        foreach (ValueId initial in repeat.Initial)
            Read(initial);
        int start = ReadTime;
        Write(repeat.Iteration.Id, start);
        for (int i = 0; i < repeat.Carried.Length; i++)
        {
            Write(repeat.Carried[i].Id, start + 1);
            Write(repeat.Results[i].Id, start + 1);
        }
        _step++;
        Visit(repeat.ConditionSteps);
        if (repeat.Condition is { } condition)
        {
            _step++;
            Read(condition);
        }
        Visit(repeat.Body);
        _step++;
        // The next iteration reads again what this one read of before the loop.
        foreach (ValueId value in _spans.Keys.ToList())
        {
            (int from, int to) = _spans[value];
            if (from <= start + 1 && to > start)
                _spans[value] = (from, Math.Max(to, ReadTime));
        }
    }
}
