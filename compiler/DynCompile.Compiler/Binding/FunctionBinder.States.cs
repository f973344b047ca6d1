using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Text;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Binding;

/// <summary>
/// What a function keeps from call to call: a <c>state</c> of its own, or all states of a name in a layer of blocks, an array of layers
/// stacked in front. It comes in as an input behind the others and goes out as a result behind the others.
/// </summary>
/// <param name="Name">The path below the function, <c>cells.h</c>.</param>
internal sealed record KeptState(string Name, TensorType Type, double Initial, Origin Origin);

internal sealed partial class FunctionBinder
{
    /// <summary>States by their paths; which ones there are is known when the text was read once, for a call makes its layer's states.</summary>
    private readonly Dictionary<string, VariableSymbol> _states = [];

    /// <summary>The states that this reading of the text met, in order.</summary>
    private readonly List<KeptState> _met = [];

    /// <summary>The states that calls inside a loop's body change, so that the loop carries them.</summary>
    private readonly HashSet<(Location Loop, string State)> _changedInLoop;

    /// <summary>What the binder stands in that runs only sometimes or more than once: no state may change there.</summary>
    private string? _unsteady;

    /// <summary>The states that no name in scope stands for: those of layers.</summary>
    private IEnumerable<VariableSymbol> HiddenStates => _states.Values.Where(s => _scope.Find(s.Name) != s);

    /// <summary>The visible variables with the given names, in the order of their declarations.</summary>
    private IEnumerable<VariableSymbol> VariablesNamed(IEnumerable<string> names) =>
        names.Select(_scope.Find).OfType<VariableSymbol>().OrderBy(v => v.Declared.Span.Start);

    private void DeclareState(StateDeclaration state)
    {
        if (BindType(state.Type) is not { } type || BindInitial(state, type) is not { } initial)
        {
            Declare(Unusable(state.Name, "state"));
            return;
        }
        if (type.Symbols.FirstOrDefault() is { } symbol)
        {
            Report(new NotConstant(state.Type.Location, $"a size of the state `{state.Name.Text}`", $"`{symbol}`"));
            Declare(Unusable(state.Name, "state"));
            return;
        }
        Declare(StateVariable(new KeptState(state.Name.Text, type, initial, OriginOf(state.Location)), state.Name.Location));
    }

    private double? BindInitial(StateDeclaration state, TensorType type)
    {
        Bound bound = BindExpression(state.Initial);
        switch (bound)
        {
            case Bound.Error:
                return null;
            case Bound.Integer { Number.IsConstant: true } integer when type.Element is not Tensors.ElementType.Bool:
                return integer.Number.Value;
            case Bound.Real real when Tensors.ElementTypes.IsFloat(type.Element):
                return real.Number;
            case Bound.Flag flag when type.Element is Tensors.ElementType.Bool:
                return flag.IsTrue ? 1 : 0;
            case Bound.Integer { Number.IsConstant: true } or Bound.Real or Bound.Flag:
                Report(new LiteralDoesNotFit(state.Initial.Location, bound.Describe(), type.Element));
                return null;
            default:
                Report(new NotConstant(state.Initial.Location, $"the first value of the state `{state.Name.Text}`", bound.Describe()));
                return null;
        }
    }

    private (KeptState First, KeptState Second)? ConflictOf(KeptState state) =>
        _met.FirstOrDefault(m => m.Name == state.Name && m.Type != state.Type) is { } first ? (first, state) : null;

    private VariableSymbol StateVariable(KeptState state, Location declared)
    {
        if (_met.All(m => m.Name != state.Name))
            _met.Add(state);
        if (_states.TryGetValue(state.Name, out VariableSymbol? known))
            return known;
        // The first reading only finds out which states there are; what it writes is thrown away.
        var variable = new VariableSymbol(state.Name, declared, state.Type) { Current = _builder.Define(state.Type).Id };
        _states.Add(state.Name, variable);
        return variable;
    }

    /// <summary>Calls a block's function with what it keeps, and keeps what it hands back.</summary>
    private Bound CallKeeping(
        string function,
        string path,
        EquatableArray<int> dimensions,
        List<(Bound Index, Location Place)> indices,
        Location location,
        Func<EquatableArray<Bound.Value>, Bound> call
    )
    {
        EquatableArray<KeptState> kept = _model.StatesOf(function);
        if (kept.IsEmpty)
            return call([]);
        if (_unsteady is { } place)
            return Fail(new StateChangesSometimes(location, path.Length > 0 ? path : function, place));
        var chosen = new List<Bound.Value>();
        foreach ((Bound index, Location at) in indices)
        {
            if (ToValue(index, at) is not { } value)
                return Bound.Wrong;
            chosen.Add(value);
        }
        Origin origin = OriginOf(location);
        List<KeptState> stacked = [.. kept.Select(k => Stacked(k, path, dimensions))];
        if (stacked.Select(ConflictOf).FirstOrDefault(c => c is not null) is var (first, second))
            return Fail(new StateConflict(location, first.Name, first.Type, second.Type));
        List<VariableSymbol> variables = [.. stacked.Select(k => StateVariable(k, location))];
        EquatableArray<Bound.Value> now =
        [
            .. variables.Select(v => chosen.Count == 0 ? ValueOf(v) : _builder.Add(new Index(), origin, [ValueOf(v), .. chosen])),
        ];
        if (call(now) is not { IsError: false } called)
            return Bound.Wrong;
        EquatableArray<Bound.Value> all = called is Bound.Tuple tuple ? tuple.Items : [(Bound.Value)called];
        for (int i = 0; i < variables.Count; i++)
        {
            Bound.Value next = all[all.Length - variables.Count + i];
            variables[i].Current = (
                chosen.Count == 0 ? next : _builder.Add(new Update(), origin, [ValueOf(variables[i]), next, .. chosen])
            ).Id;
            foreach (LoopContext loop in _loops)
                _changedInLoop.Add((loop.Place, variables[i].Name));
        }
        return Results([.. all.Take(all.Length - variables.Count)]);
    }

    private T Unsteadily<T>(string place, Func<T> bind)
    {
        string? outer = _unsteady;
        _unsteady = place;
        T bound = bind();
        _unsteady = outer;
        return bound;
    }

    private static Bound.Value ValueOf(VariableSymbol variable) => new(variable.Current, variable.Type);

    private static KeptState Stacked(KeptState state, string path, EquatableArray<int> dimensions) =>
        state with
        {
            Name = path.Length > 0 ? $"{path}.{state.Name}" : state.Name,
            Type = state.Type.With([.. dimensions.Select(d => (Size)d), .. state.Type.Shape]),
        };
}
