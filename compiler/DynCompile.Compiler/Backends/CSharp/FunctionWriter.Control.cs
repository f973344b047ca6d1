using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>The steps that choose where lanes go: branches, loops, groups, calls, jumps.</summary>
internal sealed partial class FunctionWriter
{
    private void WriteBranch(Step.Branch branch, string live)
    {
        if (_text.Host.Contains(branch.Condition))
        {
            using (_writer.Block($"if ({_text.Host.Of(branch.Condition)})"))
                Write(branch.Then, live);
            if (branch.Else.Length > 0)
            {
                using (_writer.Block("else"))
                    Write(branch.Else, live);
            }
            return;
        }
        int number = _next++;
        (string yes, string no) = ($"yes{number}", $"no{number}");
        _writer.Line($"Split({_lanes.NewSite()}, {live}, {_text.Rows(branch.Condition)}, out Lanes {yes}, out Lanes {no});");
        WriteSide(branch.Then, yes);
        WriteSide(branch.Else, no);
        bool yesLoses = MayLose(branch.Then);
        bool noLoses = MayLose(branch.Else);
        if (!yesLoses && !noLoses)
            return;
        string rest =
            AlwaysLoses(branch.Then) ? no
            : AlwaysLoses(branch.Else) ? yes
            : $"Merge({_lanes.NewSite()}, {yes}, {no})";
        _writer.Line($"{live} = {rest};");
    }

    private void WriteSide(EquatableArray<Step> steps, string live)
    {
        if (steps.Length == 0)
            return;
        using (_writer.Block($"if ({live}.Count > 0)"))
            Write(steps, live);
    }

    private static bool MayLose(EquatableArray<Step> steps) => steps.Any(s => s.MayLose);

    private static bool AlwaysLoses(EquatableArray<Step> steps) =>
        steps is [.., Step.Jump or Step.Leave] || (steps is [.., Step.Branch last] && AlwaysLoses(last.Then) && AlwaysLoses(last.Else));

    private void WriteLoop(Step.Repeat repeat, string live)
    {
        int number = _next++;
        (string looping, string each, string continued) = ($"looping{number}", $"each{number}", $"continued{number}");
        bool hasContinue = ContinuesOf(repeat.Body).Any();
        bool mayLeave = repeat.Body.Any(s => s.All().Any(i => i is Step.Leave));
        Handovers(
            repeat,
            [.. repeat.Initial.Select((v, i) => (v, _plan.PlaceOf(repeat.Carried[i].Id), _text.Rows(repeat.Carried[i].Id)))],
            live
        );
        int? frame = mayLeave ? OpenFrame(live) : null;
        _writer.Line($"Lanes {looping} = {live};");
        string iteration = HostText.Variable(repeat.Iteration.Id);
        _largest[repeat.Iteration.Id] = repeat.Limit.Largest;
        using (_writer.Block($"for (int {iteration} = 0; {iteration} < {SizeText.Of(repeat.Limit)} && {looping}.Count > 0; {iteration}++)"))
        {
            _writer.Line($"Lanes {each} = {looping};");
            if (hasContinue)
                _writer.Line($"Lanes {continued} = default;");
            FillVariable(repeat.Iteration.Id, each);
            if (repeat.Condition is { } condition)
                WriteCondition(repeat, condition, each);
            // The loop's own frame lies outside the mark: a jump ends inside it, only leaving the function leaves it.
            if (frame is not null)
                _frames.Push(frame);
            _frames.Push(null);
            _loops.Push(new LoopNames(continued, hasContinue));
            Write(repeat.Body, each);
            _loops.Pop();
            _frames.Pop();
            if (frame is not null)
                _frames.Pop();
            _writer.Line(hasContinue ? $"{looping} = Merge({_lanes.NewSite()}, {each}, {continued});" : $"{looping} = {each};");
        }
        if (frame is { } left)
            _writer.Line($"{live} = Staying({left}, {_lanes.NewSite()}, {live});");
    }

    private void WriteCondition(Step.Repeat repeat, ValueId condition, string each)
    {
        Write(repeat.ConditionSteps, each);
        if (_text.Host.Contains(condition))
        {
            _writer.Line($"if (!({_text.Host.Of(condition)}))");
            _writer.Line("    break;");
            return;
        }
        _writer.Line($"Split({_lanes.NewSite()}, {each}, {_text.Rows(condition)}, out {each}, out _);");
        _writer.Line($"if ({each}.Count == 0)");
        _writer.Line("    break;");
    }

    private static IEnumerable<Step> ContinuesOf(EquatableArray<Step> body) =>
        body.SelectMany(s =>
            s switch
            {
                Step.Jump { Ending: Ending.Continue } => [s],
                // An inner loop's jumps are its own.
                Step.Repeat => [],
                _ => s.Inner.SelectMany(ContinuesOf),
            }
        );

    private void WriteChoose(Step.Choose choose, string live)
    {
        string chosen = HostText.Variable(choose.Chosen.Id);
        _largest[choose.Chosen.Id] = choose.Count;
        string place = PlaceText.Of(choose.Origin);
        if (_text.Host.Contains(choose.Index))
        {
            using (_writer.Block(""))
            {
                _writer.Line($"int {chosen} = Fault.CheckIndex({_text.Host.Of(choose.Index)}, {choose.Count}, {live}[0], {place});");
                FillVariable(choose.Chosen.Id, live);
                Write(choose.Body, live);
            }
            return;
        }
        int number = _next++;
        _lanes.Groups(choose.Count);
        _writer.Line(
            $"LaneGroups groups{number} = GroupBy({_lanes.NewSite()}, {live}, {_text.Rows(choose.Index)}, {choose.Count}, {place});"
        );
        WriteGroups(
            number,
            $"for (int {chosen} = 0; {chosen} < {choose.Count}; {chosen}++)",
            chosen,
            choose.Body,
            live,
            group => FillVariable(choose.Chosen.Id, group)
        );
    }

    private void WriteResize(Step.Resize resize, string live)
    {
        string size = SizeText.Variable(resize.Bound);
        string values = string.Join(", ", resize.Elastic.Values);
        string place = PlaceText.Of(resize.Origin);
        int number = _next++;
        if (resize.Elastic.IsLongRange && !_text.Host.Contains(resize.Value))
        {
            WriteResizeOfRange(resize, live, number);
            return;
        }
        _writer.Line($"ReadOnlySpan<int> sizes{number} = [{values}];");
        if (_text.Host.Contains(resize.Value))
        {
            using (_writer.Block(""))
            {
                _writer.Line($"int {size} = {_text.Host.Of(resize.Value)};");
                _writer.Line($"if (!sizes{number}.Contains({size}))");
                _writer.Line($"    Fault.Unlisted({size}, sizes{number}, {live}[0], {place});");
                _writer.Line($"GiveSize({_model.NumberOf(resize.Bound)}, {size});");
                Write(resize.Body, live);
            }
            return;
        }
        _lanes.Groups(resize.Elastic.Values.Length);
        _writer.Line(
            $"LaneGroups groups{number} = GroupBy({_lanes.NewSite()}, {live}, {_text.Rows(resize.Value)}, sizes{number}, {place});"
        );
        WriteGroups(
            number,
            $"for (int k{number} = 0; k{number} < {resize.Elastic.Values.Length}; k{number}++)",
            $"k{number}",
            resize.Body,
            live,
            _ => GiveSize(resize, $"sizes{number}[k{number}]")
        );
    }

    private void GiveSize(Step.Resize resize, string value)
    {
        string size = SizeText.Variable(resize.Bound);
        _writer.Line($"int {size} = {value};");
        _writer.Line($"GiveSize({_model.NumberOf(resize.Bound)}, {size});");
    }

    /// <summary>A bounded size may have thousands of values: only those that occur are visited.</summary>
    private void WriteResizeOfRange(Step.Resize resize, string live, int number)
    {
        string range = $"{resize.Elastic.Smallest}, {resize.Elastic.Largest}";
        string given = _text.Rows(resize.Value);
        _writer.Line(
            $"LaneGroups groups{number} = GroupBySize({_lanes.NewSite()}, {live}, {given}, {range}, {PlaceText.Of(resize.Origin)});"
        );
        WriteGroups(
            number,
            $"for (int k{number} = 0; k{number} < groups{number}.Count; k{number}++)",
            $"k{number}",
            resize.Body,
            live,
            group => GiveSize(resize, $"{given}[{group}[0]]")
        );
    }

    private void WriteGroups(int number, string loop, string index, EquatableArray<Step> body, string live, Action<string> begin)
    {
        bool mayLose = MayLose(body);
        int? frame = mayLose ? OpenFrame(live) : null;
        string group = $"group{number}";
        using (_writer.Block(loop))
        {
            _writer.Line($"Lanes {group} = groups{number}[{index}];");
            _writer.Line($"if ({group}.Count == 0)");
            _writer.Line("    continue;");
            begin(group);
            if (frame is not null)
                _frames.Push(frame);
            Write(body, group);
            if (frame is not null)
                _frames.Pop();
        }
        if (frame is { } left)
            _writer.Line($"{live} = Staying({left}, {_lanes.NewSite()}, {live});");
    }

    private int OpenFrame(string live)
    {
        int frame = _lanes.NewFrame();
        _writer.Line($"ClearLeft({frame}, {live});");
        return frame;
    }

    private void FillVariable(ValueId variable, string live)
    {
        if (_plan.Places.TryGetValue(variable, out Place? place) && place is not Place.Host)
            _writer.Line($"Fill.Run({live}, {HostText.Variable(variable)}, {_text.Rows(variable)}, 1);");
    }

    private void WriteInvoke(Step.Invoke invoke, string live)
    {
        FunctionText callee = _model.TextOf(invoke.Function);
        var arguments = new List<string>
        {
            live,
            _text.Weights.Callee(invoke.Path, callee.Weights.ClassName, [.. invoke.PathIndices.Select(_text.Host.Of)]),
        };
        arguments.AddRange(_model.SizesOf(callee.Plan.Function.Source).Select(SizeText.Variable));
        arguments.AddRange(invoke.Arguments.Select(_text.Rows));
        arguments.AddRange(invoke.Results.Select(r => _text.Rows(r.Id)));
        _writer.Line($"// line {invoke.Origin}");
        foreach (string check in IndexChecks(invoke.Path, invoke.PathIndices, invoke.Origin, live))
            _writer.Line(check);
        _writer.Line($"{callee.Method}({string.Join(", ", arguments)});");
    }

    private void WriteJump(Step.Jump jump, string live)
    {
        if (jump.Ending == Ending.Continue)
        {
            string continued = _loops.Peek().Continued;
            _writer.Line($"{continued} = Merge({_lanes.NewSite()}, {continued}, {live});");
        }
        Lose(live, _frames.TakeWhile(f => f is not null));
    }

    /// <summary>The live lanes are not live any more here, nor behind the frames that they leave.</summary>
    private void Lose(string live, IEnumerable<int?> frames)
    {
        foreach (int frame in frames.OfType<int>())
            _writer.Line($"MarkLeft({frame}, {live});");
        _writer.Line($"{live} = default;");
    }
}
