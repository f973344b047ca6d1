using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Draws up the picture of a compiled model: its host program as a tree, with what each place was visited by.</summary>
internal sealed class PictureBuilder
{
    /// <summary>What shares are parts of: the samples of a panel, or the iterations of a loop.</summary>
    private sealed record Scope(long Entries, double Share);

    private const int MostLines = 40;
    private const int LongestLine = 160;

    private readonly Compilation _compilation;
    private readonly PathCounts? _counts;
    private readonly RegionCost _cost;
    private readonly IReadOnlyList<string> _exitNames;
    private Dictionary<ValueId, TensorType> _types = [];
    private bool _isModel;
    private Scope _panel = new(0, 1);

    private PictureBuilder(Compilation compilation, PathCounts? counts, Func<SizeSymbol, long> valueOf)
    {
        _compilation = compilation;
        _counts = counts;
        _cost = new RegionCost(compilation.Regions, valueOf);
        _exitNames = ExitNumbers.NamesOf(compilation.Bound);
    }

    /// <summary>The picture of a model that was not run.</summary>
    public static Picture Of(Compilation compilation, Func<SizeSymbol, long> valueOf) =>
        new PictureBuilder(compilation, counts: null, valueOf).Draw(result: null, samples: null);

    /// <summary>The picture of a model on its samples, which are run.</summary>
    public static Picture Of(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes,
        Func<SizeSymbol, long> valueOf
    )
    {
        Compilation probed = compilation.WithPathProbes();
        var counts = new PathCounts(samples.Count);
        var target = new CpuTarget { RegionEntered = counts.Enter };
        RunResult result = SampleProgress.Show(
            samples.Count,
            done =>
            {
                target.SamplesDone = done;
                return target.Run(probed, weights, samples, new RunOptions(sizes, RunOptions.UsualBatch));
            }
        );
        return new PictureBuilder(probed, counts, valueOf).Draw(result, samples.Count);
    }

    private Picture Draw(RunResult? result, long? samples)
    {
        ModelGraph graph = _compilation.Bound;
        long[]? taken = graph.HasExits ? result?[ModelGraph.ExitResultName]?.ToLongs() : null;
        Dictionary<long, long>? byExit = taken?.CountBy(e => e).ToDictionary(e => e.Key, e => (long)e.Value);
        return new Picture(
            graph.Name,
            graph.Documentation,
            ModelWeights.Of(graph).ElementCount,
            _cost.Full,
            samples,
            result?.MultiplyAdds,
            graph.HasExits
                ? [.. _exitNames.Select((name, i) => new TakenExit(name, byExit is null ? null : byExit.GetValueOrDefault(i)))]
                : [],
            [.. _compilation.Regions.Functions.Reverse().Select(DrawPanel)]
        );
    }

    private Panel DrawPanel(RegionFunction function)
    {
        _types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
        _isModel = ReferenceEquals(function, _compilation.Regions.Main);
        long entries = function.Steps is [Step.Run first, ..] ? Visited(first.Block).Entries : 0;
        _panel = new Scope(entries, 1);
        return new Panel(
            function.Name,
            _isModel,
            [.. function.Source.Inputs.Select(i => i.Name is { } name ? $"{name}: {i.Type}" : $"{i.Type}")],
            [.. function.Source.Results.Select(r => $"{r.Name}: {r.Type}")],
            Draw(function.Steps, _panel, new Flow(null, 1))
        );
    }

    private Visits Visited(Block block) => _counts?.Of(block.Id) ?? default;

    private Flow FlowOf(Block block, Scope scope)
    {
        Visits visits = Visited(block);
        return new Flow(visits, PartOf(visits.Entries, scope));
    }

    private static double PartOf(long entries, Scope scope) =>
        scope.Entries == 0 ? 0 : Math.Min(1, (double)entries / scope.Entries) * scope.Share;

    /// <param name="coming">What comes in, where nothing counts it.</param>
    private Sequence Draw(EquatableArray<Step> steps, Scope scope, Flow coming)
    {
        Flow start = coming;
        Flow flow = coming;
        var drawn = new List<PictureStep>();
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is Step.Run probe && PathProbes.IsProbe(probe.Block))
            {
                flow = FlowOf(probe.Block, scope);
                start = i == 0 ? flow : start;
                // What is counted behind a loop is what came out of it.
                if (drawn is [.., PictureStep.Loop loop])
                    drawn[^1] = loop with { Done = flow };
            }
            else if (Draw(steps[i], scope, flow) is { } step)
            {
                drawn.Add(step);
                flow = Behind(step, flow, scope);
            }
        }
        return new Sequence(start, flow, drawn);
    }

    private Flow Behind(PictureStep step, Flow flow, Scope scope)
    {
        switch (step)
        {
            case PictureStep.Leaving:
                return new Flow(_counts is null ? null : default(Visits), 0);
            case PictureStep.Branch { Then.End: var then, Else.End: var otherwise } when then.Visits is { } a && otherwise.Visits is { } b:
                Visits joined = new(a.Entries + b.Entries, Math.Min(flow.Visits?.Samples ?? 0, a.Samples + b.Samples));
                return new Flow(joined, PartOf(joined.Entries, scope));
            default:
                return flow;
        }
    }

    private PictureStep? Draw(Step step, Scope scope, Flow flow)
    {
        switch (step)
        {
            case Step.Run run:
                return DrawRegion(run.Block, _counts is null ? flow : FlowOf(run.Block, scope));
            case Step.Branch branch:
                return new PictureStep.Branch(
                    flow,
                    TextAt(branch.Origin, $"if {branch.Condition}"),
                    Draw(branch.Then, scope, flow),
                    Draw(branch.Else, scope, flow)
                );
            case Step.Repeat repeat:
                return DrawLoop(repeat, flow);
            case Step.Choose choose:
                return new PictureStep.Parting(
                    flow,
                    $"by {TextAt(choose.Origin, $"{choose.Index}")}",
                    $"one of {choose.Count}",
                    Draw(choose.Body, scope, flow)
                );
            case Step.Resize resize:
                return new PictureStep.Parting(
                    flow,
                    TextAt(resize.Origin, $"with {resize.Elastic}"),
                    $"{resize.Elastic} from {resize.Elastic.Smallest} to {resize.Elastic.Largest}",
                    Draw(resize.Body, scope, flow)
                );
            case Step.Invoke invoke:
                return new PictureStep.Call(flow, invoke.Function, $"{invoke.Path}");
            case Step.Jump jump:
                bool isBreak = jump.Ending == Ending.Break;
                return new PictureStep.Leaving(flow, isBreak ? LeavingKind.Break : LeavingKind.Continue, isBreak ? "break" : "continue");
            case Step.Leave leave:
                return DrawLeaving(leave, flow);
            default:
                // Handing values over is nothing that a sample sees.
                return null;
        }
    }

    private PictureStep.Loop DrawLoop(Step.Repeat repeat, Flow flow)
    {
        EquatableArray<Step> first = repeat.Condition is null ? repeat.Body : repeat.ConditionSteps;
        long checks = first is [Step.Run probe, ..] ? Visited(probe.Block).Entries : 0;
        var inside = new Scope(checks, flow.Share);
        return new PictureStep.Loop(
            flow,
            flow,
            TextAt(repeat.Origin, $"loop {repeat.Iteration.Id}"),
            $"{repeat.Limit}",
            repeat.Condition is null ? null : Draw(repeat.ConditionSteps, inside, flow),
            Draw(repeat.Body, inside, flow)
        );
    }

    private PictureStep.Leaving DrawLeaving(Step.Leave leave, Flow flow)
    {
        // Who leaves out of a loop is a part of the samples, not of the iterations.
        if (flow.Visits is { } visits)
            flow = new Flow(visits, PartOf(visits.Entries, _panel));
        if (!_isModel || !_compilation.Bound.HasExits || leave.Site >= _compilation.Bound.LeaveSites.Length)
            return new PictureStep.Leaving(flow, LeavingKind.Return, _isModel ? "result" : "return");
        EquatableArray<int> numbers = _compilation.Bound.LeaveSites[leave.Site].Numbers;
        string name = numbers.Length switch
        {
            0 => "exit",
            1 => _exitNames[numbers[0]],
            _ => $"{_exitNames[numbers[0]]} … {_exitNames[numbers[^1]]}",
        };
        return new PictureStep.Leaving(flow, LeavingKind.Exit, name);
    }

    private PictureStep.Region DrawRegion(Block block, Flow flow) =>
        new(
            flow,
            block.Id,
            [.. block.Nodes.Where(n => !RegionCutter.IsImmaterial(n)).Select(DrawOperation)],
            [.. block.Nodes.Select(n => n.Operator).OfType<Weight>().Select(w => PictureText.Plain($"{w.Path}: {w.Type}")).Distinct()],
            PictureText.Plain(SourceLines.Of(block)),
            [.. LinesOf(block)],
            _cost.Blocks[block.Id]
        );

    private static string PlaceOf(Origin origin) =>
        origin == Origin.None ? ""
        : origin.File is null ? $"{origin.Line}"
        : $"{origin.Line} of {origin.File}";

    private IEnumerable<string> LinesOf(Block block) =>
        block
            .Nodes.Where(n => !RegionCutter.IsImmaterial(n) && n.Origin != Origin.None)
            .Select(n => n.Origin)
            .DistinctBy(o => (o.File, o.Line))
            .OrderBy(o => o.File, StringComparer.Ordinal)
            .ThenBy(o => o.Line)
            .Take(MostLines)
            .Select(o => $"{o.Line, 4}  {PictureText.Cut(PictureText.Plain(LineAt(o).Trim()), LongestLine)}");

    private string LineAt(Origin origin)
    {
        Location place = _compilation.Sources.At(origin.File, origin.Line, origin.Column);
        return place.Source.LineAt(place.Source.PositionAt(place.Span.Start).Line);
    }

    private Operation DrawOperation(Node node)
    {
        Definition result = node.Results[0];
        EquatableArray<TensorType> inputs = [.. node.Inputs.Select(i => _types[i])];
        long multiplyAdds = node.Operator.MultiplyAdds(inputs, [.. node.Results.Select(r => r.Type)]).Largest;
        OperationKind kind = node.Operator switch
        {
            _ when multiplyAdds > 0 => OperationKind.Main,
            Elementwise => OperationKind.Elementwise,
            Reshape or Permute or Slice or SliceAt or Concat or Pad or Tile or Full or Arange => OperationKind.Moving,
            _ => OperationKind.Main,
        };
        return new Operation(
            node.Operator.Name,
            string.Join('×', result.Type.Shape),
            PictureText.Plain(string.Join(", ", node.Results.Select(r => r.Name is { } name ? $"{name}: {r.Type}" : $"{r.Type}"))),
            PictureText.Plain(string.Join(", ", node.Operator.Attributes.Select(a => $"{a.Name}: {a.Value}"))),
            PictureText.Plain(PlaceOf(node.Origin)),
            multiplyAdds,
            kind
        );
    }

    /// <summary>What the source says where a step begins, as far as its body or a comment; another text where there is none.</summary>
    private string TextAt(Origin origin, string otherwise)
    {
        if (origin == Origin.None)
            return otherwise;
        string line = LineAt(origin);
        string head = line[Math.Clamp(origin.Column - 1, 0, line.Length)..];
        int comment = head.IndexOf("//", StringComparison.Ordinal);
        string text = PictureText.Plain(Balanced(comment < 0 ? head : head[..comment]).Trim());
        return text.Length == 0 ? otherwise : text;
    }

    /// <summary>What comes before a body, and before the end of a bracket that was open already: <c>e[j]</c> of <c>e[j]](x)</c>.</summary>
    private static string Balanced(string text)
    {
        int open = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '(' or '[')
                open++;
            else if (text[i] is '{' || (text[i] is ')' or ']' or '}' && open-- == 0))
                return text[..i];
        }
        return text;
    }
}
