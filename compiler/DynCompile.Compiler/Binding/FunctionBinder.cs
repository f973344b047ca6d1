using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;
using Body = DynCompile.Graph.Body;

namespace DynCompile.Binding;

/// <summary>
/// Binds one function: the model, a block with fixed compile-time arguments and input types, or a <c>fn</c> with control flow.
/// This part holds what the others share; statements, loops, expressions, calls and layers have parts of their own.
/// </summary>
internal sealed partial class FunctionBinder
{
    private readonly ModelBinder _model;
    private readonly FunctionBuilder _builder = new();
    private readonly string _name;
    private readonly EquatableArray<Port> _results;
    private readonly bool _isModel;
    private Scope _scope;

    /// <summary>How many of the operations were counted against the model's limit.</summary>
    private int _counted;

    /// <summary>The sizes that <c>with</c> gave to elastic sizes around the place where the binder stands.</summary>
    private readonly Dictionary<SizeSymbol, SizeSymbol> _bound = [];

    private FunctionBinder(
        ModelBinder model,
        string name,
        Scope scope,
        EquatableArray<Port> results,
        bool isModel,
        HashSet<(Location Loop, string State)> changedInLoop
    )
    {
        _model = model;
        _changedInLoop = changedInLoop;
        _name = name;
        _scope = scope;
        _results = results;
        _isModel = isModel;
    }

    private DiagnosticBag Diagnostics => _model.Diagnostics;

    /// <summary>
    /// Binds a function's text under inputs that are already typed. A text that keeps state is read twice: the first time to find out
    /// what it keeps.
    /// </summary>
    public static Function Bind(
        ModelBinder model,
        string name,
        Scope scope,
        IReadOnlyList<(Identifier Name, TensorType Type)> inputs,
        EquatableArray<Port> results,
        Syntax.Body body,
        bool isModel
    )
    {
        (int, int) numbered = model.Numbered;
        var first = new FunctionBinder(model, name, new Scope(scope), results, isModel, []);
        Function function = first.Read(inputs, body, []);
        if (first._met.Count == 0 || model.Diagnostics.HasErrors)
            return function;
        model.NumberAgainFrom(numbered);
        model.AddStates(name, [.. first._met]);
        return new FunctionBinder(model, name, new Scope(scope), results, isModel, first._changedInLoop).Read(inputs, body, first._met);
    }

    private Function Read(IReadOnlyList<(Identifier Name, TensorType Type)> inputs, Syntax.Body body, IReadOnlyList<KeptState> states)
    {
        EquatableArray<SizeSymbol> bounds = _isModel ? [.. _model.Bounds] : [];
        EquatableArray<Definition> declared = [.. inputs.Select(i => _builder.Define(Stored(i.Type), i.Name.Text))];
        EquatableArray<Definition> given = [.. bounds.Select(b => _builder.Define(TensorType.I32(), b.Name))];
        EquatableArray<Definition> kept = [.. states.Select(s => _builder.Define(s.Type, s.Name))];
        OpenBody open = _builder.Open([.. declared, .. given, .. kept]);
        for (int i = 0; i < states.Count; i++)
            _states.Add(states[i].Name, new VariableSymbol(states[i].Name, body.Location, states[i].Type) { Current = kept[i].Id });
        UnderBounds(
            [.. given.Select((g, i) => (bounds[i], g.Id))],
            () =>
            {
                for (int i = 0; i < inputs.Count; i++)
                {
                    (Identifier input, TensorType type) = inputs[i];
                    Bound.Value value = TakePart(new Bound.Value(declared[i].Id, declared[i].Type), type, input.Location);
                    Declare(new FixedSymbol(input.Text, input.Location, value, "input"));
                }
                BindStatements(body.Statements);
                if (!_builder.Current.IsOpen)
                    return;
                if (!Diagnostics.HasErrors)
                    Report(new MissingReturn(_model.LocationOfName(_name, body.Location), _name));
                _builder.Current.End = new Terminator(Ending.Unreachable, []);
            }
        );
        CountOperations();
        EquatableArray<Port> results = [.. _results.Select(r => r with { Type = Stored(r.Type) })];
        return new Function(_name, [.. results, .. states.Select(s => new Port(s.Name, s.Type))], open.Close());
    }

    private void Report(Diagnostic diagnostic) => Diagnostics.Report(diagnostic);

    private Bound Fail(Diagnostic diagnostic)
    {
        Report(diagnostic);
        return Bound.Wrong;
    }

    private Origin OriginOf(Location location) => _model.OriginOf(location);

    private void Declare(Symbol symbol)
    {
        if (symbol.Name == "_")
            return;
        if (_scope.Declare(symbol) is { } visible)
            Report(new AlreadyDeclared(symbol.Declared, symbol.Name, visible.Declared));
    }

    /// <summary>The size as it is at this place: inside a <c>with</c> the elastic size has the value given there.</summary>
    private Size Here(Size size) => size.Substitute(s => _bound.TryGetValue(s, out SizeSymbol? bound) ? Size.Of(bound) : null);

    private TensorType Here(TensorType type) => type.Substitute(s => _bound.TryGetValue(s, out SizeSymbol? bound) ? Size.Of(bound) : null);

    private Bound Here(Bound bound) =>
        bound switch
        {
            Bound.Integer integer => integer with { Number = Here(integer.Number) },
            Bound.List list => new Bound.List([.. list.Items.Select(Here)]),
            _ => bound,
        };

    /// <summary>Runs an action that writes into a body of its own.</summary>
    private OpenBody InBody(EquatableArray<Definition> parameters, Action write)
    {
        OpenBody body = _builder.Open(parameters);
        Scope outer = _scope;
        _scope = new Scope(outer);
        write();
        _scope = outer;
        _builder.LeaveBody();
        return body;
    }

    private Bound.Value AddConstant(Constant constant, Location location) => _builder.Add(constant, OriginOf(location));

    // ---- from what is known at compile time to a value of the graph

    /// <summary>
    /// The value of an expression. A literal becomes an element of type <paramref name="context"/>, if there is one; null when the
    /// expression is wrong or is no value, which is reported.
    /// </summary>
    private Bound.Value? ToValue(Bound bound, Location location, ElementType? context = null)
    {
        switch (bound)
        {
            case Bound.Value value:
                return value;
            case Bound.Integer integer:
                return IntegerValue(integer, location, context);
            case Bound.Real real:
                if (real.IsLiteral && context is { } needed && needed != ElementType.F32)
                {
                    Report(new LiteralDoesNotFit(location, real.Describe(), needed));
                    return null;
                }
                return AddConstant(Constant.F32(real.Number), location);
            case Bound.Flag flag:
                return AddConstant(Constant.Bool(flag.IsTrue), location);
            case Bound.List list:
                return VectorValue(list, location, context);
            case Bound.Tuple tuple:
                Report(new SeveralValues(location, tuple.Describe()));
                return null;
            case Bound.Error:
                return null;
            default:
                Report(new NotAValue(location, bound.Describe(), bound is Bound.TypeName ? "a type" : "a pattern"));
                return null;
        }
    }

    private Bound.Value? IntegerValue(Bound.Integer integer, Location location, ElementType? context)
    {
        if (!integer.Number.IsConstant)
        {
            Bound.Value size = _builder.Add(new SizeValue(integer.Number), OriginOf(location));
            if (integer.Number.Smallest >= 0)
                _builder.MarkBelow(size.Id, integer.Number.Largest + 1);
            return size;
        }
        long number = integer.Number.Value;
        switch (integer.IsLiteral ? context : null)
        {
            case ElementType.F32:
                return AddConstant(Constant.F32(number), location);
            case ElementType.I64:
                return AddConstant(new Constant(TensorType.Scalar(ElementType.I64), [number]), location);
            case ElementType.Bool or ElementType.I8 or ElementType.U8 or ElementType.F16 or ElementType.BF16:
                Report(new LiteralDoesNotFit(location, integer.Describe(), context!.Value));
                return null;
        }
        if (number is < int.MinValue or > int.MaxValue)
        {
            Report(new LiteralDoesNotFit(location, integer.Describe(), ElementType.I32));
            return null;
        }
        return AddConstant(Constant.I32((int)number), location);
    }

    /// <summary><c>[y0, t]</c>: scalars side by side.</summary>
    private Bound.Value? VectorValue(Bound.List list, Location location, ElementType? context)
    {
        ElementType element =
            ContextOf(list.Items) ?? context ?? (list.Items.Any(i => i is Bound.Real) ? ElementType.F32 : ElementType.I32);
        if (
            list.Items.All(i => i is Bound.Real or Bound.Integer { Number.IsConstant: true })
            && element is ElementType.F32 or ElementType.I32
        )
            return ConstantVector(list, element, location);
        var items = new List<Bound.Value>();
        foreach (Bound item in list.Items)
        {
            if (ToValue(item, location, element) is not { } value)
                return null;
            if (!value.Type.IsScalar)
            {
                Report(new ListOfTensors(location, value.Type.ToString()));
                return null;
            }
            items.Add(value);
        }
        return Add(new Stack(0), items, [.. items.Select(_ => location)], location)?[0];
    }

    private Bound.Value? ConstantVector(Bound.List list, ElementType element, Location location)
    {
        var numbers = new List<double>();
        foreach (Bound item in list.Items)
        {
            if (item is Bound.Real { IsLiteral: var free } && element != ElementType.F32)
            {
                Report(
                    free
                        ? new LiteralDoesNotFit(location, item.Describe(), element)
                        : new MixedElementTypes(location, "[ ]", "f32", element.Name())
                );
                return null;
            }
            numbers.Add(item is Bound.Integer integer ? integer.Number.Value : ((Bound.Real)item).Number);
        }
        return AddConstant(new Constant(new TensorType(element, [numbers.Count]), [.. numbers]), location);
    }

    /// <summary>The element type that literals beside these values adapt to.</summary>
    private static ElementType? ContextOf(IEnumerable<Bound> items)
    {
        foreach (Bound item in items)
        {
            switch (item)
            {
                case Bound.Value { Type.Element: not ElementType.Bool } value:
                    return value.Type.Element;
                case Bound.Integer { IsLiteral: false }:
                    return ElementType.I32;
                case Bound.Real { IsLiteral: false }:
                    return ElementType.F32;
                case Bound.List list when ContextOf(list.Items) is { } inner:
                    return inner;
            }
        }
        return null;
    }

    /// <summary>Adds an operator of the program's own; its problems are reported at the expression.</summary>
    private EquatableArray<Bound.Value>? Add(
        Operator op,
        IReadOnlyList<Bound.Value> inputs,
        IReadOnlyList<Location> places,
        Location location
    )
    {
        EquatableArray<Definition>? results;
        try
        {
            results = _builder.TryAdd(op, [.. inputs], OriginOf(location), out TypeProblem? problem);
            if (results is null)
                ReportProblem(op.Definition, problem!, [.. inputs.Select(i => i.Type)], places, location);
            else if (results.Value.FirstOrDefault(r => ModelBinder.TooLarge(r.Type)) is { } large)
            {
                Report(new SizeOverflow(location, $"the result of `{op.Name}`, `{large.Type}`,"));
                return null;
            }
        }
        catch (OverflowException)
        {
            Report(new SizeOverflow(location, $"the result of `{op.Name}`"));
            return null;
        }
        return results is { } known ? [.. known.Select(r => new Bound.Value(r.Id, r.Type))] : null;
    }

    private void ReportProblem(
        OperatorDefinition definition,
        TypeProblem problem,
        EquatableArray<TensorType> inputs,
        IReadOnlyList<Location> places,
        Location location
    )
    {
        int input = problem switch
        {
            TypeProblem.Rank rank => rank.Input,
            TypeProblem.Element element => element.Input,
            TypeProblem.Extent extent => extent.Input,
            _ => -1,
        };
        Location place = input >= 0 && input < places.Count ? places[input] : location;
        EquatableArray<string> names = [.. definition.Values.Select(v => v.Name)];
        Report(new OperatorMismatch(place, definition.Name, problem, inputs, names));
    }
}
