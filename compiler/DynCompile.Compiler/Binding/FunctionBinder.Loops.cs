using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>A loop around the place where the binder stands.</summary>
/// <param name="Place">Its body's.</param>
/// <param name="CountsExits">Whether exits inside have a number for each iteration: a <c>for</c> with constant or elastic bounds.</param>
/// <param name="ExitStride">Stands for how many exits one iteration has, known when its text was read.</param>
internal sealed record LoopContext(
    Location Place,
    IReadOnlyList<VariableSymbol> Carried,
    Bound.Value Iteration,
    bool CountsExits,
    SizeSymbol ExitStride,
    long MostIterations
);

internal sealed partial class FunctionBinder
{
    /// <summary>The loops around, innermost first.</summary>
    private readonly Stack<LoopContext> _loops = new();

    private void EndWith(Ending ending) => _builder.Current.End = new Terminator(ending, [.. _loops.Peek().Carried.Select(v => v.Current)]);

    private void BindFor(ForStatement statement)
    {
        Bound start = BindExpression(statement.Range.Start);
        Bound end = BindExpression(statement.Range.End);
        long? limit = BindLimit(statement.Limit);
        if (start.IsError || end.IsError || (statement.Limit is not null && limit is null))
            return;
        if (start is Bound.Integer first && end is Bound.Integer last)
        {
            if (CountTrips(statement.Range, first.Number, last.Number) is { } trips)
                BindCountedFor(statement, first, trips, limit);
            return;
        }
        if (limit is not { } most)
        {
            Report(new LoopWithoutLimit(statement.Range.Location, "for"));
            return;
        }
        BindBoundedFor(statement, start, end, most);
    }

    /// <summary><c>for i in 0..3</c>, <c>for i in 0..depth</c>: the number of iterations is known before the loop.</summary>
    private void BindCountedFor(ForStatement statement, Bound.Integer first, Size trips, long? limit)
    {
        if (trips.IsConstant && trips.Value < 0)
            trips = 0;
        if (trips.Smallest < 0)
        {
            Report(new SizeOutOfRange(statement.Range.Location, "the number of iterations", trips.ToString(), "never negative"));
            return;
        }
        // An exit in a loop over a bounded size counts once: data decides how often it runs.
        bool countsExits = !trips.Symbols.Any(_model.Bounds.Contains);
        // A limit that only some elastic sizes reach is a condition; the largest size still decides how exits count.
        bool limitDecides = !trips.IsConstant && trips.Largest > limit;
        Size elasticTrips = trips;
        if (trips.Largest > limit)
            trips = limit.Value;
        if (trips.Largest > int.MaxValue)
        {
            Report(new SizeOutOfRange(statement.Range.Location, "the number of iterations", trips.ToString(), $"at most {int.MaxValue}"));
            return;
        }
        Origin origin = OriginOf(statement.Location);
        BindLoop(
            statement.Body,
            new Loop(trips, HasCondition: limitDecides),
            countsExits,
            trips.Largest,
            statement.Location,
            limitDecides
                ? iteration => _builder.Add(new Less(), origin, iteration, _builder.Add(new SizeValue(elasticTrips), origin))
                : null,
            iteration => DeclareCounter(statement.Variable, iteration, first)
        );
    }

    /// <summary>The number of iterations between known bounds; reported and null when it leaves the 64-bit range.</summary>
    private Size? CountTrips(RangeSyntax range, Size first, Size last)
    {
        try
        {
            Size trips = last - first + (range.IncludesEnd ? 1 : 0);
            // The extremes may leave the range where the size itself does not.
            (_, _) = (trips.Smallest, trips.Largest);
            return trips;
        }
        catch (OverflowException)
        {
            Report(new SizeOverflow(range.Location, "the number of iterations"));
            return null;
        }
    }

    /// <summary><c>for t in 0..length limit 9</c>: data decides how often, the limit how often at most.</summary>
    private void BindBoundedFor(ForStatement statement, Bound start, Bound end, long limit)
    {
        if (ToValue(start, statement.Range.Start.Location) is not { } first || ToValue(end, statement.Range.End.Location) is not { } last)
            return;
        foreach ((Bound.Value bound, Expression place) in new[] { (first, statement.Range.Start), (last, statement.Range.End) })
        {
            if (bound.Type != TensorType.I32())
            {
                Report(new TypeMismatch(place.Location, "a bound of the loop", "i32", bound.Type.ToString()));
                return;
            }
        }
        Origin origin = OriginOf(statement.Location);
        BindLoop(
            statement.Body,
            new Loop(limit, HasCondition: true),
            countsExits: false,
            limit,
            statement.Location,
            iteration =>
            {
                Bound.Value t = _builder.Add(new Add(), origin, first, iteration);
                return statement.Range.IncludesEnd
                    ? _builder.Add(new LessOrEqual(), origin, t, last)
                    : _builder.Add(new Less(), origin, t, last);
            },
            iteration => DeclareCounter(statement.Variable, iteration, start)
        );
    }

    private void DeclareCounter(Identifier variable, Bound.Value iteration, Bound start)
    {
        Bound.Value counter = iteration;
        if (start is not Bound.Integer { Number: { IsConstant: true, Value: 0 } } && ToValue(start, variable.Location) is { } first)
            counter = _builder.Add(new Add(), OriginOf(variable.Location), first, iteration);
        if (start is Bound.Integer { Number: var from } && from.Smallest >= 0)
            _builder.MarkBelow(counter.Id, from.Largest + _loops.Peek().MostIterations);
        Declare(new FixedSymbol(variable.Text, variable.Location, counter, "loop variable"));
    }

    private void BindWhile(WhileStatement statement)
    {
        if (statement.Limit is null)
        {
            Report(new LoopWithoutLimit(statement.Condition.Location, "while"));
            return;
        }
        if (BindLimit(statement.Limit) is not { } limit)
            return;
        BindLoop(
            statement.Body,
            new Loop(limit, HasCondition: true),
            countsExits: false,
            limit,
            statement.Location,
            _ => BindCondition(statement.Condition),
            _ => { }
        );
    }

    private long? BindLimit(Expression? limit)
    {
        if (limit is null)
            return null;
        Bound bound = BindExpression(limit);
        if (bound is Bound.Integer { Number.IsConstant: true } number && number.Number.Value is >= 0 and <= int.MaxValue)
            return number.Number.Value;
        if (!bound.IsError)
            Report(new NotConstant(limit.Location, $"the limit of a loop (0 to {int.MaxValue})", bound.Describe()));
        return null;
    }

    /// <summary>
    /// Writes a loop: every variable that its body assigns is carried. The condition is written into a body of its own, with the same
    /// parameters.
    /// </summary>
    private void BindLoop(
        Syntax.Body body,
        Loop loop,
        bool countsExits,
        long most,
        Location place,
        Func<Bound.Value, Bound.Value?>? condition,
        Action<Bound.Value> declareCounter
    )
    {
        List<VariableSymbol> carried =
        [
            .. VariablesNamed(AssignedNames.In(body)),
            .. HiddenStates.Where(s => _changedInLoop.Contains((body.Location, s.Name))),
        ];
        EquatableArray<ValueId> initial = [.. carried.Select(v => v.Current)];
        var bodies = new List<OpenBody>();
        bool conditionFailed = false;
        if (condition is not null)
        {
            (EquatableArray<Definition> parameters, Bound.Value iteration) = LoopParameters(carried, most);
            bodies.Add(
                InBody(
                    parameters,
                    () =>
                    {
                        Bound.Value? goesOn = Unsteadily("the condition of a loop", () => condition(iteration));
                        conditionFailed = goesOn is null;
                        _builder.Current.End = new Terminator(Ending.Yield, goesOn is null ? [] : [goesOn.Id]);
                    }
                )
            );
        }
        (EquatableArray<Definition> bodyParameters, Bound.Value bodyIteration) = LoopParameters(carried, most);
        var context = new LoopContext(body.Location, carried, bodyIteration, countsExits, _model.NewExitStride(), most);
        _loops.Push(context);
        int exitsBefore = _model.ExitCount;
        bodies.Add(
            InBody(
                bodyParameters,
                () =>
                {
                    declareCounter(bodyIteration);
                    BindStatements(body.Statements);
                    if (_builder.Current.IsOpen)
                        EndWith(Ending.Continue);
                }
            )
        );
        _loops.Pop();
        if (
            countsExits
            && _model.CloseExitStride(context.ExitStride, exitsBefore, most) is > ModelBinder.MostExits and var exits
            && _model.HasExits
        )
            Report(
                new SizeOutOfRange(
                    body.Location,
                    "the number of exits, counted once for each iteration,",
                    $"{exits}",
                    $"at most {ModelBinder.MostExits}"
                )
            );
        EquatableArray<Definition> results = [.. carried.Select(v => _builder.Define(v.Type, v.Name))];
        if (!conditionFailed)
            _builder.Add(loop, initial, results, OriginOf(place), [.. bodies.Select(b => b.Close())]);
        for (int i = 0; i < carried.Count; i++)
            carried[i].Current = conditionFailed ? initial[i] : results[i].Id;
    }

    private (EquatableArray<Definition> Parameters, Bound.Value Iteration) LoopParameters(List<VariableSymbol> carried, long most)
    {
        Definition iteration = _builder.Define(TensorType.I32());
        _builder.MarkUniform(iteration.Id);
        _builder.MarkBelow(iteration.Id, most);
        List<Definition> parameters = [iteration, .. carried.Select(v => _builder.Define(v.Type, v.Name))];
        for (int i = 0; i < carried.Count; i++)
            carried[i].Current = parameters[i + 1].Id;
        return ([.. parameters], new Bound.Value(iteration.Id, iteration.Type));
    }
}
