using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>Counts what all functions of a session share: the places where lanes are regrouped, and what lanes may leave early.</summary>
internal sealed class LaneBook
{
    public int Sites { get; private set; }
    public int Frames { get; private set; }
    public int LargestGroupCount { get; private set; }

    public int NewSite() => Sites++;

    public int NewFrame() => Frames++;

    public void Groups(int count) => LargestGroupCount = Math.Max(LargestGroupCount, count);
}

/// <summary>
/// Writes one function: the host program as structured C# over the live lanes, blocks as calls of kernels and emitted loops.
/// </summary>
internal sealed partial class FunctionWriter
{
    private readonly ModelWriter _model;
    private readonly FunctionPlan _plan;
    private readonly CodeWriter _writer;
    private readonly LaneBook _lanes;
    private readonly FunctionText _text;

    /// <summary>Frames around the place that is written, innermost first; null marks a loop, which jumps do not leave.</summary>
    private readonly Stack<int?> _frames = new();
    private readonly Stack<LoopNames> _loops = new();

    /// <summary>What iterations and chosen indices stay below.</summary>
    private readonly Dictionary<ValueId, long> _largest = [];
    private int _next;

    private sealed record LoopNames(string Continued, bool HasContinue);

    public FunctionWriter(ModelWriter model, FunctionText text, CodeWriter writer, LaneBook lanes)
    {
        _model = model;
        _text = text;
        _plan = text.Plan;
        _writer = writer;
        _lanes = lanes;
    }

    public void Write()
    {
        Function source = _plan.Function.Source;
        var parameters = new List<string> { "Lanes live", $"{_text.Weights.ClassName} weights" };
        parameters.AddRange(_model.SizesOf(source).Select(s => $"int {SizeText.Variable(s)}"));
        parameters.AddRange(source.Inputs.Select((input, i) => $"Rows<{CSharpTypes.Name(input.Type.Element)}> {_text.Argument(i)}"));
        parameters.AddRange(source.Results.Select((result, i) => $"Rows<{CSharpTypes.Name(result.Type.Element)}> {_text.Result(i)}"));
        _writer.Line();
        _writer.Line($"// {source.Name}({string.Join(", ", source.Inputs.Select(i => i.Type))})");
        using (_writer.Block($"private void {_text.Method}({string.Join(", ", parameters)})"))
        {
            foreach (Step step in _plan.Function.Steps)
            {
                Write(step, "live");
                if (step.LosesLanes && !ReferenceEquals(step, _plan.Function.Steps[^1]))
                {
                    _writer.Line("if (live.Count == 0)");
                    _writer.Line("    return;");
                }
            }
        }
    }

    /// <summary>Writes steps; where all lanes may have gone, the rest is skipped: it could fault for none.</summary>
    private void Write(EquatableArray<Step> steps, string live)
    {
        var skipped = new Stack<IDisposable>();
        for (int i = 0; i < steps.Length; i++)
        {
            Write(steps[i], live);
            if (steps[i].LosesLanes && i < steps.Length - 1)
                skipped.Push(_writer.Block($"if ({live}.Count > 0)"));
        }
        while (skipped.Count > 0)
            skipped.Pop().Dispose();
    }

    private void Write(Step step, string live)
    {
        if (step is not Step.Run)
        {
            // What no block computes is at hand here too.
            var ready = new HashSet<string>();
            foreach (Node node in Liveness.Reads(step).Distinct().Select(_text.ImmaterialNode).OfType<Node>())
            {
                if (node.Operator is Weight)
                    Prepare(node, live, ready);
                else
                    WriteNode(node, live);
            }
        }
        switch (step)
        {
            case Step.Run run:
                WriteBlock(run.Block, live);
                break;
            case Step.Branch branch:
                WriteBranch(branch, live);
                break;
            case Step.Repeat repeat:
                WriteLoop(repeat, live);
                break;
            case Step.Choose choose:
                WriteChoose(choose, live);
                break;
            case Step.Resize resize:
                WriteResize(resize, live);
                break;
            case Step.Invoke invoke:
                WriteInvoke(invoke, live);
                break;
            case Step.Move move:
                Handovers(step, [.. move.Values.Select(v => (v.From, _plan.PlaceOf(v.To), _text.Rows(v.To)))], live);
                break;
            case Step.Jump jump:
                WriteJump(jump, live);
                break;
            case Step.Leave leave:
                Handovers(step, [.. leave.Values.Select((v, i) => (v, (Place)new Place.Result(i), _text.Result(i)))], live);
                Lose(live, _frames);
                break;
        }
    }

    // ---- blocks

    private void WriteBlock(Block block, string live)
    {
        _writer.Line($"Enter({block.Id}, {live});");
        Origin written = Origin.None;
        var ready = new HashSet<string>();
        foreach (Node node in block.Nodes)
        {
            string? directive = _model.DirectiveOf(node.Origin);
            bool isNewLine = node.Origin.Line != written.Line || node.Origin.File != written.File;
            if (directive is null && node.Origin.Line > 0 && isNewLine && !RegionCutter.IsImmaterial(node))
            {
                written = node.Origin;
                _writer.Line($"// line {node.Origin}");
            }
            using IDisposable? mapped = directive is null ? null : _writer.EachLineBehind(directive, LineText.Default);
            if (node.Operator is Weight)
                Prepare(node, live, ready);
            else
                WriteNode(node, live);
            ShowValues(node, live);
        }
    }

    private void ShowValues(Node node, string live)
    {
        foreach (Definition result in node.Results)
        {
            if (_model.ShownNumber(_plan.Function.Name, result.Id) is { } number)
                _writer.Line($"Show({number}, {live}, {_text.Rows(result.Id)}, {SizeText.Of(result.Type.Count)});");
        }
    }

    private void WriteNode(Node node, string live)
    {
        if (node.Operator is Constant)
            return;
        if (_text.Host.Contains(node.Result0))
        {
            if (_plan.PlaceOf(node.Result0) is not Place.Host)
                _writer.Line($"Fill.Run({live}, {_text.Host.Of(node.Result0)}, {_text.Rows(node.Result0)}, 1);");
            return;
        }
        // A reshape is another name for the same rows.
        if (node.Operator is Reshape)
            return;
        if (node.Operator is Elementwise elementwise)
            WriteMap(node, elementwise, live);
        else
            KernelText.Write(node, _text, live, _model.Maps, _writer);
    }

    /// <summary>Makes a weight ready to be read: its indices are in range, and a prefix with gaps is copied together.</summary>
    /// <param name="ready">The checks that were written for the same readers already.</param>
    private void Prepare(Node weight, string live, HashSet<string> ready)
    {
        foreach (string check in IndexChecks(((Weight)weight.Operator).Path, weight.Inputs, weight.Origin, live).Where(ready.Add))
            _writer.Line(check);
        if (_text.PlaceOf(weight.Result.Id) is Place.Buffer or Place.Result)
            KernelText.CopyPrefix(weight, _text, live, _writer);
    }

    /// <summary>The checks of indices of layers; those that are in range by what they count need none.</summary>
    private IEnumerable<string> IndexChecks(WeightPath path, EquatableArray<ValueId> indices, Origin origin, string live) =>
        path
            .HoleCounts.Zip(indices, (count, index) => (count, index))
            .Where(i => !_largest.TryGetValue(i.index, out long end) || end > i.count)
            .Select(i => $"Fault.CheckIndex({_text.Host.Of(i.index)}, {i.count}, {live}[0], {PlaceText.Of(origin)});");

    private void WriteMap(Node node, Elementwise elementwise, string live)
    {
        EquatableArray<TensorType> types = [.. node.Inputs.Select(_text.TypeOf)];
        Scalar body = elementwise.Body(types);
        var kept = new List<(MapInput Input, string Text)>();
        var arguments = new Scalar[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            if (_text.ScalarConstant(node.Inputs[i]) is { } literal)
            {
                arguments[i] = literal;
                continue;
            }
            bool isHost = _text.Host.Contains(node.Inputs[i]);
            arguments[i] = new Scalar.Argument(kept.Count, types[i].Element);
            kept.Add((new MapInput(types[i], isHost), isHost ? _text.Host.Of(node.Inputs[i]) : _text.Rows(node.Inputs[i])));
        }
        body = body.Substitute(a => arguments[a.Index]);
        (string method, IReadOnlyList<Size> extents) = _model.Maps.Add(body, [.. kept.Select(k => k.Input)], node.Result.Type);
        List<string> call = [live, .. kept.Select(k => k.Text), _text.Rows(node.Result.Id), .. extents.Select(SizeText.Of)];
        if (body.CanFault)
            call.Add(PlaceText.Of(node.Origin));
        _writer.Line($"{method}({string.Join(", ", call)});");
    }

    // ---- handing over

    private void Handovers(Step step, IReadOnlyList<(ValueId From, Place Target, string Rows)> values, string live)
    {
        foreach (ValueId from in values.Select(v => v.From).Distinct())
        {
            if (_plan.Staging.TryGetValue((step, from), out int slot))
                Copy(_text.Rows(from), _text.SlotName(slot), from, live);
        }
        foreach ((ValueId from, Place target, string rows) in values)
        {
            if (_plan.Staging.TryGetValue((step, from), out int slot))
                Copy(_text.SlotName(slot), rows, from, live);
            else if (_text.PlaceOf(from) == target)
                continue;
            else if (NumberOf(from) is { } number)
                _writer.Line($"Fill.Run({live}, {number}, {rows}, {SizeText.Of(_text.TypeOf(from).Count)});");
            else
                Copy(_text.Rows(from), rows, from, live);
        }
    }

    /// <summary>The number that a value consists of, which needs no rows to be read from.</summary>
    private string? NumberOf(ValueId value) =>
        _text.EveryElement(value) is { } literal ? ScalarText.Literal(literal)
        : _text.Host.Contains(value) && _text.PlaceOf(value) is Place.Host ? _text.Host.Of(value)
        : null;

    private void Copy(string from, string to, ValueId value, string live) =>
        _writer.Line($"Copy.Run({live}, {from}, {to}, {SizeText.Of(_text.TypeOf(value).Count)});");
}
