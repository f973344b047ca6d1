namespace DynCompile.CommandLine;

/// <summary>One panel as boxes and lines, for formats that lay these out themselves; a loop is a frame around its boxes.</summary>
internal sealed class FlowChart
{
    /// <summary>A way whose next box is not known yet.</summary>
    private sealed record Open(string From, string Label, Flow Flow);

    /// <summary>Boxes with a frame around them; the panel is the outermost.</summary>
    internal sealed record Frame(string Id, string Label, List<FlowNode> Nodes, List<Frame> Inner);

    private sealed record LoopEnds(List<Open> Broken, List<Open> Continued);

    private readonly string _prefix;
    private readonly Stack<Frame> _frames = new();
    private readonly Stack<LoopEnds> _loops = new();
    private int _next;

    private FlowChart(Panel panel, string prefix)
    {
        _prefix = prefix;
        Outermost = new Frame(NewId(), panel.Name, [], []);
        _frames.Push(Outermost);
        string start = Add(FlowNodeKind.Start, panel.Body.Start, [panel.Name, .. panel.Inputs]);
        Draw(panel.Body, [new Open(start, "", panel.Body.Start)]);
    }

    /// <param name="prefix">In front of every id, so that charts stand beside each other.</param>
    public static FlowChart Of(Panel panel, string prefix) => new(panel, prefix);

    public Frame Outermost { get; }

    public List<FlowEdge> Edges { get; } = [];

    private string NewId() => $"{_prefix}{_next++}";

    private string Add(FlowNodeKind kind, Flow flow, IReadOnlyList<string> lines)
    {
        var node = new FlowNode(NewId(), kind, [.. lines.Select(PictureText.Plain)], flow);
        _frames.Peek().Nodes.Add(node);
        return node.Id;
    }

    private string Add(FlowNodeKind kind, Flow flow, IReadOnlyList<string> lines, IEnumerable<Open> coming)
    {
        string id = Add(kind, flow, lines);
        Connect(coming, id);
        return id;
    }

    private void Connect(IEnumerable<Open> coming, string to) =>
        Edges.AddRange(coming.Select(c => new FlowEdge(c.From, to, c.Label, c.Flow)));

    private List<Open> Draw(Sequence sequence, List<Open> coming)
    {
        foreach (PictureStep step in sequence.Steps)
            coming = Draw(step, coming);
        return coming;
    }

    private List<Open> Draw(PictureStep step, List<Open> coming)
    {
        switch (step)
        {
            case PictureStep.Region region:
                return [new Open(Add(FlowNodeKind.Region, region.Flow, LinesOf(region), coming), "", region.Flow)];
            case PictureStep.Branch branch:
                string question = Add(FlowNodeKind.Question, branch.Flow, [branch.Text], coming);
                List<Open> then = Draw(branch.Then, [new Open(question, Answer("yes", branch.Then.Start, branch.Flow), branch.Then.Start)]);
                List<Open> otherwise = Draw(
                    branch.Else,
                    [new Open(question, Answer("no", branch.Else.Start, branch.Flow), branch.Else.Start)]
                );
                return [.. then, .. otherwise];
            case PictureStep.Loop loop:
                return DrawLoop(loop, coming);
            case PictureStep.Parting parting:
                string parted = Add(FlowNodeKind.Question, parting.Flow, [parting.Text, parting.By], coming);
                return Draw(parting.Body, [new Open(parted, "", parting.Body.Start)]);
            case PictureStep.Call call:
                return [new Open(Add(FlowNodeKind.Call, call.Flow, [call.Function, call.Path], coming), "", call.Flow)];
            case PictureStep.Leaving { Kind: LeavingKind.Break }:
                _loops.Peek().Broken.AddRange(coming.Select(c => c with { Label = Joined(c.Label, "break") }));
                return [];
            case PictureStep.Leaving { Kind: LeavingKind.Continue }:
                _loops.Peek().Continued.AddRange(coming.Select(c => c with { Label = Joined(c.Label, "continue") }));
                return [];
            case PictureStep.Leaving leaving:
                string[] taken = leaving.Flow.Visits is { } visits ? [Taken(leaving.Kind, visits)] : [];
                Add(FlowNodeKind.End, leaving.Flow, [leaving.Name, .. taken], coming);
                return [];
            default:
                throw new InvalidOperationException($"{step.GetType().Name} is no step of a flow chart");
        }
    }

    private List<Open> DrawLoop(PictureStep.Loop loop, List<Open> coming)
    {
        Frame frame = new(NewId(), PictureText.Plain(loop.Text), [], []);
        _frames.Peek().Inner.Add(frame);
        _frames.Push(frame);
        _loops.Push(new LoopEnds([], []));
        string iterations = loop.Body.Start.Visits is { } visits
            ? $" · {PictureText.Count(visits.Entries, "iteration", "iterations")}"
            : "";
        string head = Add(FlowNodeKind.Loop, loop.Flow, [$"at most {loop.Limit} times{iterations}"], coming);
        List<Open> inside = [new Open(head, "", loop.Flow)];
        List<Open> done = [];
        if (loop.Condition is { } condition)
        {
            inside = Draw(condition, inside);
            string question = Add(FlowNodeKind.Question, condition.End, ["again?"], inside);
            inside = [new Open(question, "yes", loop.Body.Start)];
            done.Add(new Open(question, "no", loop.Done));
        }
        List<Open> again = Draw(loop.Body, inside);
        LoopEnds ends = _loops.Pop();
        Connect([.. again, .. ends.Continued], head);
        _frames.Pop();
        return [.. done, new Open(head, "done", loop.Done), .. ends.Broken];
    }

    // A block is called several times for one sample, the model is left once.
    private static string Taken(LeavingKind kind, Visits visits) =>
        kind == LeavingKind.Exit
            ? PictureText.Count(visits.Samples, "sample", "samples")
            : PictureText.Count(visits.Entries, "time", "times");

    private static List<string> LinesOf(PictureStep.Region region)
    {
        RegionLabel label = RegionLabel.Of(region);
        List<string> lines = [$"region {region.Id}", .. label.Chips];
        if (label.Folded.Length > 0)
            lines.Add(label.Folded);
        if (region.MultiplyAdds > 0)
            lines.Add($"{PictureText.Short(region.MultiplyAdds)} multiply-adds");
        if (region.Flow.Visits is { } visits)
            lines.Add($"entered {PictureText.Count(visits.Entries, "time", "times")}");
        return lines;
    }

    private static string Answer(string answer, Flow side, Flow all) =>
        side.PartOf(all) is { } part ? $"{answer} {PictureText.Percent(part)}" : answer;

    private static string Joined(string label, string more) => label.Length == 0 ? more : $"{label}, {more}";
}
