using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;
using Body = DynCompile.Graph.Body;

namespace DynCompile.Binding;

internal sealed partial class FunctionBinder
{
    private void BindStatements(EquatableArray<Statement> statements)
    {
        for (int i = 0; i < statements.Length; i++)
        {
            if (!_builder.Current.IsOpen)
            {
                Report(new UnreachableCode(statements[i].Location, Because(statements[i - 1])));
                return;
            }
            if (!_model.EnterLevel(statements[i].Location))
                return;
            Bind(statements[i]);
            _model.LeaveLevel();
        }
    }

    private static string Because(Statement last) =>
        last switch
        {
            ReturnStatement => "return",
            ExitStatement => "exit",
            BreakStatement => "break",
            ContinueStatement => "continue",
            _ => "every path above",
        };

    private void Bind(Statement statement)
    {
        switch (statement)
        {
            case LetStatement let:
                BindLet(let);
                break;
            case VarStatement variable:
                BindVar(variable);
                break;
            case AssignStatement assign:
                BindAssign(assign);
                break;
            case IfStatement branch:
                BindIf(branch);
                break;
            case ForStatement loop:
                BindFor(loop);
                break;
            case WhileStatement loop:
                BindWhile(loop);
                break;
            case BreakStatement:
                EndWith(Ending.Break);
                break;
            case ContinueStatement:
                EndWith(Ending.Continue);
                break;
            case ReturnStatement result:
                BindReturn(result);
                break;
            case ExitStatement exit:
                BindExit(exit);
                break;
            case WithStatement with:
                BindWith(with);
                break;
            case LayerDeclaration layer:
                DeclareLayer(layer);
                break;
            case ParamDeclaration param:
                DeclareParam(param);
                break;
            case ElasticDeclaration elastic:
                Declare(_model.BindElastic(elastic) is { } symbol ? symbol : Unusable(elastic.Name, "elastic size"));
                break;
            case FunctionDeclaration helper:
                Declare(new HelperSymbol(helper.Name.Text, helper.Name.Location, helper));
                break;
            case StateDeclaration state:
                DeclareState(state);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is no statement that the binder knows");
        }
    }

    /// <summary>A name whose declaration is wrong: it is known, so that its uses do not report again.</summary>
    private static FixedSymbol Unusable(Identifier name, string kind) => new(name.Text, name.Location, Bound.Wrong, kind);

    // ---- let, var, assignment

    private void BindLet(LetStatement let)
    {
        if (let.Targets.Length == 1)
        {
            Bound value = BindExpression(let.Value);
            if (value is Bound.Tuple tuple)
                value = Fail(new WrongTargetCount(let.Targets[0].Location, 1, tuple.Items.Length));
            DeclareFixed(
                let.Targets[0],
                value is Bound.TypeName or Bound.Sparse ? ToValue(value, let.Value.Location) ?? Bound.Wrong : value
            );
            return;
        }
        EquatableArray<Bound> parts = BindSeveral(let.Value, let.Targets.Length, let.Location);
        for (int i = 0; i < let.Targets.Length; i++)
            DeclareFixed(let.Targets[i], parts[i]);
    }

    private void DeclareFixed(Identifier name, Bound value)
    {
        if (value is Bound.Value computed && !name.IsDiscard)
            _builder.Name(computed.Id, name.Text);
        Declare(new FixedSymbol(name.Text, name.Location, value.Named(), "let"));
    }

    private void BindVar(VarStatement variable)
    {
        EquatableArray<Bound> parts =
            variable.Targets.Length == 1
                ? [BindExpression(variable.Value)]
                : BindSeveral(variable.Value, variable.Targets.Length, variable.Location);
        for (int i = 0; i < variable.Targets.Length; i++)
        {
            Identifier name = variable.Targets[i];
            if (ToValue(parts[i], variable.Value.Location) is not { } initial)
            {
                Declare(new FixedSymbol(name.Text, name.Location, Bound.Wrong, "var"));
                continue;
            }
            _builder.Name(initial.Id, name.Text);
            Declare(new VariableSymbol(name.Text, name.Location, initial.Type) { Current = initial.Id });
        }
    }

    /// <summary>
    /// As many values as there are targets: those in parentheses, or the results of one call. All are known before the first is assigned, so
    /// that <c>(a, b) = (b, a)</c> changes places.
    /// </summary>
    private EquatableArray<Bound> BindSeveral(Expression expression, int count, Location location)
    {
        if (expression is TupleExpression several)
        {
            if (several.Items.Length == count)
                return [.. several.Items.Select(BindOneOfSeveral)];
            Report(new WrongTargetCount(location, count, several.Items.Length));
            return [.. Enumerable.Repeat(Bound.Wrong, count)];
        }
        Bound value = BindExpression(expression);
        if (value is Bound.Tuple tuple && tuple.Items.Length == count)
            return [.. tuple.Items];
        if (!value.IsError)
            Report(new WrongTargetCount(location, count, value is Bound.Tuple other ? other.Items.Length : 1));
        return [.. Enumerable.Repeat(Bound.Wrong, count)];
    }

    private Bound BindOneOfSeveral(Expression expression)
    {
        Bound value = BindExpression(expression);
        return value is Bound.Tuple or Bound.TypeName or Bound.Sparse ? ToValue(value, expression.Location) ?? Bound.Wrong : value;
    }

    private void BindAssign(AssignStatement assign)
    {
        if (assign.Targets.Length > 1)
        {
            EquatableArray<Bound> parts = BindSeveral(assign.Value, assign.Targets.Length, assign.Location);
            for (int i = 0; i < assign.Targets.Length; i++)
            {
                if (!assign.Targets[i].Name.IsDiscard)
                    Assign(assign.Targets[i], parts[i], assign.Value.Location);
            }
            return;
        }
        AssignTarget target = assign.Targets[0];
        Bound value = BindExpression(assign.Value);
        if (assign.Update is { } update)
        {
            Bound old = ReadTarget(target);
            value = Combine(update, old, target.Location, value, assign.Value.Location, assign.Location);
        }
        Assign(target, value, assign.Value.Location);
    }

    private Bound ReadTarget(AssignTarget target)
    {
        Bound name = BindName(new NameExpression(target.Name.Location, target.Name.Text));
        return target.Indices.IsEmpty || name.IsError ? name : BindIndices(name, target.Indices, target.Location);
    }

    private VariableSymbol? FindVariable(Identifier name)
    {
        switch (_scope.Find(name.Text))
        {
            case VariableSymbol variable:
                return variable;
            case FixedSymbol { Meaning: Bound.Error }:
                return null;
            case { } other:
                Report(new AssignmentToFixed(name.Location, name.Text, KindOf(other), other.Declared));
                return null;
            default:
                Report(new UnknownName(name.Location, name.Text, Nearest(name.Text, _scope.Variables.Select(v => v.Name))));
                return null;
        }
    }

    private void Assign(AssignTarget target, Bound value, Location place)
    {
        if (FindVariable(target.Name) is not { } variable || value.IsError)
            return;
        if (!target.Indices.IsEmpty)
        {
            UpdateElement(variable, target, value, place);
            return;
        }
        if (ToValue(value, place, variable.Type.Element) is not { } assigned)
            return;
        if (assigned.Type != variable.Type)
        {
            Report(new TypeMismatch(place, $"the value of `{variable.Name}`", variable.Type.ToString(), assigned.Type.ToString()));
            return;
        }
        _builder.Name(assigned.Id, variable.Name);
        variable.Current = assigned.Id;
    }

    private void UpdateElement(VariableSymbol variable, AssignTarget target, Bound value, Location place)
    {
        if (target.Indices.FirstOrDefault(i => i is RangeIndex) is { } range)
        {
            Report(new UpdateOfRange(range.Location, variable.Name));
            return;
        }
        if (target.Indices.Length > variable.Type.Rank)
        {
            Report(new TooManyIndices(target.Location, target.Indices.Length, variable.Type.ToString()));
            return;
        }
        TensorType part = variable.Type.With([.. variable.Type.Shape.Skip(target.Indices.Length)]);
        if (ToValue(value, place, part.Element) is not { } assigned)
            return;
        if (assigned.Type != part)
        {
            string indices = string.Join(", ", target.Indices.Select(i => i.Location.Text));
            Report(new TypeMismatch(place, $"the value of `{variable.Name}[{indices}]`", part.ToString(), assigned.Type.ToString()));
            return;
        }
        var inputs = new List<Bound.Value> { new(variable.Current, variable.Type), assigned };
        for (int axis = 0; axis < target.Indices.Length; axis++)
        {
            Expression index = ((SingleIndex)target.Indices[axis]).Value;
            if (BindIndexValue(index, variable.Type.Shape[axis]) is not { } bound)
                return;
            inputs.Add(bound);
        }
        if (Add(new Update(), inputs, [.. inputs.Select(_ => target.Location)], target.Location) is { } results)
        {
            _builder.Name(results[0].Id, variable.Name);
            variable.Current = results[0].Id;
        }
    }

    // ---- if, with

    private void BindIf(IfStatement statement)
    {
        if (BindCondition(statement.Condition) is not { } condition)
        {
            // The branches are still bound for their own errors; what they assign is unknown anyway.
            InBody([], () => BindStatements(statement.Then.Statements));
            if (statement.Else is { } skipped)
                InBody([], () => BindStatements(skipped.Statements));
            return;
        }
        Branches(
            new If(),
            condition,
            OriginOf(statement.Location),
            AssignedNames.In(statement.Then, statement.Else),
            ([], () => BindStatements(statement.Then.Statements)),
            ([], () => BindStatements(statement.Else?.Statements ?? []))
        );
    }

    /// <summary>
    /// Writes bodies that start from the same variables and meet again behind the node: a variable that any of them changes
    /// becomes a result.
    /// </summary>
    private void Branches(
        Operator op,
        Bound.Value input,
        Origin origin,
        IEnumerable<string> assigned,
        params (EquatableArray<Definition> Parameters, Action Write)[] sides
    )
    {
        List<VariableSymbol> variables = [.. VariablesNamed(assigned), .. HiddenStates];
        List<ValueId> before = [.. variables.Select(v => v.Current)];
        var bodies = new List<OpenBody>();
        var after = new List<List<ValueId>>();
        foreach ((EquatableArray<Definition> parameters, Action write) in sides)
        {
            bodies.Add(InBody(parameters, write));
            after.Add([.. variables.Select(v => v.Current)]);
            Restore(variables, before);
        }
        var open = Enumerable.Range(0, bodies.Count).Where(i => bodies[i].IsOpen).ToList();
        List<int> changed = [.. Enumerable.Range(0, variables.Count).Where(v => open.Any(b => after[b][v] != before[v]))];
        foreach (int b in open)
            bodies[b].End = new Terminator(Ending.Yield, [.. changed.Select(v => after[b][v])]);
        EquatableArray<Definition> results = [.. changed.Select(v => _builder.Define(variables[v].Type, variables[v].Name))];
        _builder.Add(op, [input.Id], results, origin, [.. bodies.Select(b => b.Close())]);
        for (int i = 0; i < changed.Count; i++)
            variables[changed[i]].Current = results[i].Id;
        if (open.Count == 0)
            _builder.Current.End = new Terminator(Ending.Unreachable, []);
    }

    private static void Restore(List<VariableSymbol> variables, List<ValueId> values)
    {
        for (int i = 0; i < variables.Count; i++)
            variables[i].Current = values[i];
    }

    private void BindWith(WithStatement with)
    {
        if (_scope.Find(with.Elastic.Text) is not ElasticSymbol elastic)
        {
            Report(new NotElastic(with.Elastic.Location, with.Elastic.Text, [.. _model.Elastics.Select(e => e.Symbol.Name)]));
            return;
        }
        Bound value = BindExpression(with.Value);
        if (value is Bound.Integer { Number: { IsConstant: true } constant } && !elastic.Size.Values.Contains(constant.Value))
        {
            string listed = $"one of {string.Join(", ", elastic.Size.Values)}";
            Report(new SizeOutOfRange(with.Value.Location, $"`{elastic.Name}`", constant.ToString(), listed));
            return;
        }
        if (ToValue(value, with.Value.Location) is not { } chosen)
            return;
        if (chosen.Type != TensorType.I32())
        {
            Report(new TypeMismatch(with.Value.Location, $"the value of `{elastic.Name}`", "i32", chosen.Type.ToString()));
            return;
        }
        SizeSymbol bound = _model.NewBoundSize(elastic.Size);
        SizeSymbol? outer = _bound.TryGetValue(elastic.Size, out SizeSymbol? o) ? o : null;
        Branches(
            new With(elastic.Size, bound),
            chosen,
            OriginOf(with.Location),
            AssignedNames.In(with.Body),
            (
                [],
                () =>
                {
                    _bound[elastic.Size] = bound;
                    BindStatements(with.Body.Statements);
                    _bound.Remove(elastic.Size);
                    if (outer is not null)
                        _bound[elastic.Size] = outer;
                }
            )
        );
    }

    // ---- leaving

    private void BindReturn(ReturnStatement statement)
    {
        OpenSite? site = _isModel ? _model.AddLeaveSite("", OriginOf(statement.Location), _loops) : null;
        if (BindResults("return", statement.Values, statement.Location) is { } values)
            Leave(values, site, statement.Location);
        else
            _builder.Current.End = new Terminator(Ending.Unreachable, []);
    }

    private void BindExit(ExitStatement exit)
    {
        OpenSite site = _model.AddLeaveSite(exit.Name?.Text ?? "", OriginOf(exit.Location), _loops);
        EquatableArray<ValueId>? values = BindResults("exit", exit.Values, exit.Location);
        Bound.Value? condition = exit.When is { } when ? BindCondition(when) : null;
        if (values is not { } known || (exit.When is not null && condition is null))
            return;
        if (condition is null)
        {
            Leave(known, site, exit.Location);
            return;
        }
        Branches(new If(), condition, OriginOf(exit.Location), [], ([], () => Leave(known, site, exit.Location)), ([], () => { }));
    }

    private void Leave(EquatableArray<ValueId> values, OpenSite? site, Location location)
    {
        if (site is not null && _model.HasExits)
            values = values.Add(ExitNumber(site, location).Id);
        values = [.. values, .. _states.Values.Select(s => s.Current)];
        _builder.Current.End = new Terminator(Ending.Leave, values, site is null ? 0 : site.Index);
    }

    /// <summary>The number of the exit taken: under loops with fixed bounds each iteration has numbers of its own.</summary>
    private Bound.Value ExitNumber(OpenSite site, Location location)
    {
        Origin origin = OriginOf(location);
        Bound.Value number = _builder.Add(Constant.I32(site.First), origin);
        foreach (LoopContext loop in _loops.Where(l => l.CountsExits))
        {
            Bound.Value stride = _builder.Add(new SizeValue(Size.Of(loop.ExitStride)), origin);
            number = _builder.Add(new Add(), origin, number, _builder.Add(new Multiply(), origin, loop.Iteration, stride));
        }
        return number;
    }

    private EquatableArray<ValueId>? BindResults(string statement, EquatableArray<Expression> expressions, Location location)
    {
        EquatableArray<Port> results = [.. _results.Take(_results.Length - (_isModel && _model.HasExits ? 1 : 0))];
        return BindResultValues(statement, expressions, location, results) is { } values
            ? [.. values.Select(v => FillUp(v.Value, v.Place))]
            : null;
    }

    /// <summary>The values of a <c>return</c> or <c>exit</c>, each of its result's type; several may be the results of one call.</summary>
    private List<(Bound.Value Value, Location Place)>? BindResultValues(
        string statement,
        EquatableArray<Expression> expressions,
        Location location,
        EquatableArray<Port> results
    )
    {
        List<(Bound Value, Location Place)> given = [.. expressions.Select(e => (BindExpression(e), e.Location))];
        if (given is [(Bound.Tuple tuple, var place)])
            given = [.. tuple.Items.Select(i => ((Bound)i, place))];
        if (given.Count != results.Length)
        {
            Report(new WrongResultCount(location, statement, given.Count, [.. results.Select(r => $"{r.Name}: {r.Type}")]));
            return null;
        }
        var values = new List<(Bound.Value, Location)>();
        for (int i = 0; i < results.Length; i++)
        {
            if (ToValue(given[i].Value, given[i].Place, results[i].Type.Element) is not { } value)
                continue;
            if (value.Type == results[i].Type)
                values.Add((value, given[i].Place));
            else
                Report(Mismatch(statement, results[i], value.Type, given[i].Place));
        }
        return values.Count == results.Length ? values : null;
    }

    private static ResultMismatch Mismatch(string statement, Port result, TensorType actual, Location place)
    {
        bool flattenFits =
            result.Type.Rank == 1 && actual.Rank > 1 && actual.Element == result.Type.Element && actual.Count == result.Type.Count;
        return new ResultMismatch(place, statement, result.Name, result.Type, actual.ToString(), flattenFits);
    }

    private Bound.Value? BindCondition(Expression condition)
    {
        Bound bound = BindExpression(condition);
        if (ToValue(bound, condition.Location) is not { } value)
            return null;
        if (value.Type == TensorType.Bool)
            return value;
        Report(new ConditionIsNotBool(condition.Location, value.Type.ToString()));
        return null;
    }
}
