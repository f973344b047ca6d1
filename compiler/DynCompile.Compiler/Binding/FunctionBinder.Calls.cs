using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>An argument of a call: as written, or the value that a pipe puts first.</summary>
internal sealed record GivenArgument(Identifier? Name, Expression? Syntax, Bound? Piped, Location Location)
{
    public GivenArgument(Argument argument)
        : this(argument.Name, argument.Value, null, argument.Value.Location) { }
}

internal sealed partial class FunctionBinder
{
    private Bound BindPipe(PipeExpression pipe)
    {
        // A long pipe is a deep tree to the left, like a long sum.
        var chain = new Stack<PipeExpression>();
        Expression source = pipe;
        while (source is PipeExpression inner)
        {
            chain.Push(inner);
            source = inner.Value;
        }
        Bound value = BindExpression(source);
        foreach (PipeExpression next in chain)
            value = BindPiped(value, next);
        return value;
    }

    private Bound BindPiped(Bound value, PipeExpression pipe)
    {
        var first = new GivenArgument(null, null, value, pipe.Value.Location);
        return pipe.Target is CallExpression call
            ? BindCall(call.Callee, [first, .. call.Arguments.Select(a => new GivenArgument(a))], call.Location)
            : BindCall(pipe.Target, [first], pipe.Target.Location);
    }

    private Bound BindCall(Expression callee, EquatableArray<GivenArgument> arguments, Location location)
    {
        switch (callee)
        {
            case ElementTypeName element:
                return BindCast(ElementOf(element.Name), arguments, location);
            case NameExpression name:
                return BindCallOfName(name, arguments, location);
            case IndexExpression index when ElementOfLayers(index) is var (layer, indices):
                return CallLayer(layer, indices, arguments, location);
            case IndexExpression { Target: NameExpression array } when _scope.Find(array.Name) is FixedSymbol { Meaning: Bound.Error }:
                return Bound.Wrong;
            default:
                return Fail(new NotCallable(callee.Location));
        }
    }

    private Bound BindCallOfName(NameExpression name, EquatableArray<GivenArgument> arguments, Location location)
    {
        switch (_scope.Find(name.Name))
        {
            case LayerSymbol layer:
                return CallLayer(layer, [], arguments, location);
            case HelperSymbol helper:
                return CallHelper(helper, _scope, arguments, location);
            case FixedSymbol { Meaning: Bound.Error }:
                return Bound.Wrong;
            // A value cannot be called, so `let sum = sum(x)` and a later `sum(y)` mean the operator.
            case { } other when OperatorCatalog.Find(name.Name) is not { InLanguage: true }:
                return Fail(new NotCallable(name.Location, KindOf(other)));
        }
        if (_model.FindHelper(name.Name, name.Location) is { } outer)
            return CallHelper(outer, null, arguments, location);
        if (OperatorCatalog.Find(name.Name) is { InLanguage: true } definition)
            return CallOperator(definition, arguments, location);
        if (_model.FindBlock(name.Name, name.Location) is not null)
            return Fail(new NotCallable(name.Location, "block"));
        IEnumerable<string> known = OperatorCatalog.InLanguage.Select(d => d.Name).Concat(_scope.Names);
        return Fail(new UnknownName(name.Location, name.Name, Nearest(name.Name, known), _model.Names.FileDeclaring(name.Name)));
    }

    private Bound BindCast(ElementType to, EquatableArray<GivenArgument> arguments, Location location)
    {
        if (arguments.Length != 1 || arguments[0].Name is not null)
            return Fail(new TooManyArguments(location, to.Name(), 1, arguments.Length));
        Bound value = BindArgument(arguments[0]);
        switch (value)
        {
            case Bound.Integer { Number.IsConstant: true } integer when to == ElementType.F32:
                return new Bound.Real(integer.Number.Value);
            case Bound.Integer integer when to == ElementType.I32:
                return integer with { IsLiteral = false };
            case Bound.Real real when to == ElementType.F32:
                return real with { IsLiteral = false };
        }
        return ToValue(value, arguments[0].Location) is { } computed
            ? computed.Type.Element == to
                ? computed
                : One(new Cast(to), location, (computed, arguments[0].Location))
            : Bound.Wrong;
    }

    /// <summary>The arguments with their values, for a callee whose text comes next: <c>f(f(x))</c> is no recursion.</summary>
    private EquatableArray<GivenArgument> Evaluated(EquatableArray<GivenArgument> arguments) =>
        [.. arguments.Select(a => a with { Piped = BindArgument(a) })];

    private Bound BindArgument(GivenArgument argument) => argument.Piped ?? BindExpression(argument.Syntax!);

    // ---- operators

    private Bound CallOperator(OperatorDefinition definition, EquatableArray<GivenArgument> arguments, Location location)
    {
        if (Assign(definition.Name, [.. definition.Parameters], arguments, location) is not { } given)
            return Bound.Wrong;
        var attributes = new Dictionary<string, AttributeValue>();
        foreach (Parameter.Attribute attribute in definition.Attributes)
        {
            if (!given.TryGetValue(attribute.Name, out GivenArgument? argument))
                continue;
            if (BindAttribute(definition.Name, attribute, argument) is not { } value)
                return Bound.Wrong;
            attributes.Add(attribute.Name, value);
        }
        (List<Bound.Value>? inputs, List<Location> places, (Bound, Location)? index) = BindInputs(definition, given, attributes);
        if (inputs is null)
            return Bound.Wrong;
        if (attributes.Values.OfType<AttributeValue.Type>().FirstOrDefault() is { } made && ModelBinder.TooLarge(made.Value))
            return Fail(new SizeOverflow(location, $"`{made.Value}`"));
        Operator op = definition.Create(attributes);
        if (Add(op, inputs, places, location) is not { } results)
            return Bound.Wrong;
        return index is var (indices, place) && ConstantIndexIsOutside(op, indices, inputs, place) ? Bound.Wrong : Results(results);
    }

    /// <summary>Reports a constant among an operator's indices that would fault.</summary>
    private bool ConstantIndexIsOutside(Operator op, Bound index, IEnumerable<Bound.Value> inputs, Location place) =>
        op.IndexBound([.. inputs.Select(i => i.Type)]) is { } bound
        && (index is Bound.List list ? list.Items : [index]).Any(i => IndexIsOutside(i, bound, place));

    private static Bound Results(EquatableArray<Bound.Value> results) => results.Length == 1 ? results[0] : new Bound.Tuple(results);

    private (List<Bound.Value>? Inputs, List<Location> Places, (Bound Value, Location Place)? Index) BindInputs(
        OperatorDefinition definition,
        Dictionary<string, GivenArgument> given,
        Dictionary<string, AttributeValue> attributes
    )
    {
        var items = new List<(Bound Value, Location Place)>();
        int indices = -1;
        foreach (Parameter.Value parameter in definition.Values)
        {
            if (!given.TryGetValue(parameter.Name, out GivenArgument? argument))
                continue;
            Bound bound = BindArgument(argument);
            if (bound.IsError)
                return (null, [], null);
            if (parameter.Arity == Arity.List)
            {
                if (bound is Bound.List list)
                    items.AddRange(list.Items.Select(i => (i, argument.Location)));
                else if (bound is Bound.Tuple tuple)
                    items.AddRange(tuple.Items.Select(i => ((Bound)i, argument.Location)));
                else
                {
                    Report(
                        new WrongArgument(
                            argument.Location,
                            definition.Name,
                            parameter.Name,
                            "a list of tensors, `[a, b]`",
                            bound.Describe()
                        )
                    );
                    return (null, [], null);
                }
            }
            else
            {
                if (parameter.IsIndex)
                    indices = items.Count;
                items.Add((bound, argument.Location));
            }
        }
        ElementType? made = attributes.Values.OfType<AttributeValue.Type>().FirstOrDefault()?.Value.Element;
        ElementType? context = ContextOf(items.Where((_, i) => i != indices).Select(i => i.Value)) ?? made;
        if (context is null && items.Any(i => i.Value is Bound.Real))
            context = ElementType.F32;
        var values = new List<Bound.Value>();
        foreach ((Bound item, Location place) in items)
        {
            ElementType? adapted = values.Count == indices ? ElementType.I32 : context;
            if (ToValue(item, place, adapted) is not { } value)
                return (null, [], null);
            values.Add(value);
        }
        return (values, [.. items.Select(i => i.Place)], indices < 0 ? null : items[indices]);
    }

    /// <summary>Which argument each parameter got: positional ones in order, then named ones. Reported and null when that does not work out.</summary>
    private Dictionary<string, GivenArgument>? Assign(
        string callee,
        IReadOnlyList<Parameter> parameters,
        EquatableArray<GivenArgument> arguments,
        Location location
    )
    {
        var given = new Dictionary<string, GivenArgument>();
        int next = 0;
        // Axes are named: `max(x, y)` is no maximum along axis y.
        int unnamed = parameters.TakeWhile(p => p is not Parameter.Attribute { IsRequired: false, Name: "axis" or "axes" }).Count();
        foreach (GivenArgument argument in arguments)
        {
            if (argument.Name is not { } name)
            {
                if (next == unnamed)
                {
                    Report(new TooManyArguments(argument.Location, callee, unnamed, arguments.Count(a => a.Name is null)));
                    return null;
                }
                given.Add(parameters[next++].Name, argument);
                continue;
            }
            if (parameters.All(p => p.Name != name.Text))
            {
                Report(new UnknownArgument(name.Location, callee, name.Text, [.. parameters.Select(p => p.Name)]));
                return null;
            }
            if (given.ContainsKey(name.Text))
            {
                Report(new WrongArgument(argument.Location, callee, name.Text, "one value", "a second one"));
                return null;
            }
            given.Add(name.Text, argument);
        }
        foreach (Parameter parameter in parameters)
        {
            bool required = parameter is Parameter.Value { Arity: not Arity.Optional } or Parameter.Attribute { IsRequired: true };
            if (required && !given.ContainsKey(parameter.Name))
            {
                Report(new MissingArgument(location, callee, parameter.Name));
                return null;
            }
        }
        return given;
    }

    private AttributeValue? BindAttribute(string callee, Parameter.Attribute attribute, GivenArgument argument)
    {
        if (attribute.Kind == AttributeKind.Word)
        {
            if (argument.Syntax is NameExpression word)
                return word.Name;
            Report(new WrongArgument(argument.Location, callee, attribute.Name, "a word", argument.Location.Text));
            return null;
        }
        Bound bound = BindArgument(argument);
        if (bound.IsError)
            return null;
        if (AttributeOf(bound, attribute.Kind) is { } value)
            return value;
        Report(new WrongArgument(argument.Location, callee, attribute.Name, InWords(attribute.Kind), bound.Describe()));
        return null;
    }

    private static AttributeValue? AttributeOf(Bound bound, AttributeKind kind) =>
        (kind, bound) switch
        {
            (AttributeKind.Size, Bound.Integer size) => new AttributeValue.Integer(size.Number),
            (AttributeKind.Integer, Bound.Integer { Number.IsConstant: true } number) when IsInt(number) => new AttributeValue.Integer(
                number.Number
            ),
            (AttributeKind.Pair or AttributeKind.Integers, Bound.Integer { Number.IsConstant: true } number) when IsInt(number) =>
                new AttributeValue.Integer(number.Number),
            (AttributeKind.Pair, Bound.List { Items.Length: 2 } list) => IntegersOf(list),
            (AttributeKind.Integers, Bound.List list) => IntegersOf(list),
            (AttributeKind.Sizes, Bound.Integer size) => new AttributeValue.Integer(size.Number),
            (AttributeKind.Sizes, Bound.List list) when list.Items.All(i => i is Bound.Integer) => new AttributeValue.List([
                .. list.Items.Select(i => (AttributeValue)new AttributeValue.Integer(((Bound.Integer)i).Number)),
            ]),
            (AttributeKind.Real, Bound.Real real) => new AttributeValue.Real(real.Number),
            (AttributeKind.Real, Bound.Integer { IsLiteral: true } number) => new AttributeValue.Real(number.Number.Value),
            (AttributeKind.Flag, Bound.Flag flag) => new AttributeValue.Flag(flag.IsTrue),
            (AttributeKind.TensorType or AttributeKind.Element, Bound.TypeName type) => new AttributeValue.Type(type.Meaning),
            (AttributeKind.Sparsity, Bound.Sparse sparse) => new AttributeValue.Sparse(sparse.Pattern),
            _ => null,
        };

    private static bool IsInt(Bound.Integer number) => number.Number.Value is >= int.MinValue and <= int.MaxValue;

    private static AttributeValue.List? IntegersOf(Bound.List list) =>
        list.Items.All(i => i is Bound.Integer { Number.IsConstant: true } n && IsInt(n))
            ? new AttributeValue.List([.. list.Items.Select(i => (AttributeValue)new AttributeValue.Integer(((Bound.Integer)i).Number))])
            : null;

    private static string InWords(AttributeKind kind) =>
        kind switch
        {
            AttributeKind.Size => "a size",
            AttributeKind.Integer => "a constant integer",
            AttributeKind.Pair => "a constant integer or a pair, `[rows, columns]`",
            AttributeKind.Integers => "a constant integer or a list of them",
            AttributeKind.Sizes => "a list of sizes, `[2, 3]`",
            AttributeKind.Real => "a constant number",
            AttributeKind.Flag => "`true` or `false`",
            AttributeKind.TensorType => "a type, `f32[2, 3]`",
            AttributeKind.Element => "an element type, `f32`",
            AttributeKind.Sparsity => "a pattern, `2:4`",
            _ => "something else",
        };

    // ---- fn

    /// <summary>
    /// A helper is bound anew for the types of each call. One that only computes is written in place; one with control flow becomes a
    /// function that is called with the same weights as its caller.
    /// </summary>
    private Bound CallHelper(HelperSymbol helper, Scope? around, EquatableArray<GivenArgument> arguments, Location location)
    {
        FunctionDeclaration declaration = helper.Declaration;
        arguments = Evaluated(arguments);
        if (arguments.Any(a => a.Piped!.IsError))
            return Bound.Wrong;
        if (EnterCall(helper.Name, helper.Declared, location) is not { } leave)
            return Bound.Wrong;
        using (leave)
        {
            Scope scope = around?.ForHelper() ?? new Scope(null);
            if (BindCallInputs(helper.Name, declaration.Inputs, arguments, location, scope) is not { } inputs)
                return Bound.Wrong;
            if (BindResultTypes(declaration.Results, scope) is not { } results)
                return Bound.Wrong;
            return
                declaration.Body.Statements is [.., ReturnStatement]
                && declaration.Body.Statements.All(s => s is LetStatement or ReturnStatement)
                ? InlineHelper(declaration, scope, inputs, results)
                : CallAsFunction(declaration, scope, inputs, results, location);
        }
    }

    /// <summary>Enters a block or helper; reported and null when it is being bound already, or when the model becomes too large.</summary>
    private IDisposable? EnterCall(string name, Location declared, Location location)
    {
        CountOperations();
        return _model.Limits.Enter(location) ? _model.EnterCall(name, declared, location) : null;
    }

    private void CountOperations()
    {
        _model.Limits.Count(_builder.Count - _counted);
        _counted = _builder.Count;
    }

    private Bound InlineHelper(FunctionDeclaration declaration, Scope scope, List<Bound.Value> inputs, EquatableArray<Port> results)
    {
        Scope caller = _scope;
        _scope = new Scope(scope);
        try
        {
            for (int i = 0; i < inputs.Count; i++)
                Declare(new FixedSymbol(declaration.Inputs[i].Name.Text, declaration.Inputs[i].Name.Location, inputs[i], "input"));
            foreach (LetStatement let in declaration.Body.Statements.OfType<LetStatement>())
                BindLet(let);
            var end = (ReturnStatement)declaration.Body.Statements[^1];
            return BindResultValues("return", end.Values, end.Location, results) is { } values
                ? Results([.. values.Select(v => v.Value)])
                : Bound.Wrong;
        }
        finally
        {
            _scope = caller;
        }
    }

    private Bound CallAsFunction(
        FunctionDeclaration declaration,
        Scope scope,
        List<Bound.Value> inputs,
        EquatableArray<Port> results,
        Location location
    )
    {
        // A name of its own for each call: a helper may see layers of the caller, so that equal types do not make equal functions.
        string name = _model.NewFunctionName(declaration.Name.Text);
        var typed = declaration.Inputs.Select((input, i) => (input.Name, inputs[i].Type)).ToList();
        Function function = Bind(_model, name, scope, typed, results, declaration.Body, isModel: false);
        _model.Add(function);
        return CallKeeping(
            name,
            "",
            [],
            [],
            location,
            kept => AddCall(new Call(name, WeightPath.Empty), [], [.. inputs, .. kept], function, location)
        );
    }

    /// <summary>The arguments of a block or helper as values, its size names bound in <paramref name="scope"/>.</summary>
    private List<Bound.Value>? BindCallInputs(
        string callee,
        EquatableArray<InputSyntax> inputs,
        EquatableArray<GivenArgument> arguments,
        Location location,
        Scope scope
    )
    {
        if (Assign(callee, [.. inputs.Select(i => (Parameter)i.Name.Text)], arguments, location) is not { } given)
            return null;
        var values = new List<Bound.Value>();
        var places = new List<Location>();
        foreach (InputSyntax input in inputs)
        {
            GivenArgument argument = given[input.Name.Text];
            if (ToValue(BindArgument(argument), argument.Location, ElementOf(input.Type.ElementType)) is not { } value)
                return null;
            values.Add(value);
            places.Add(argument.Location);
        }
        for (int i = 0; i < values.Count; i++)
            BindSizeNames(inputs[i], values[i].Type, scope);
        for (int i = 0; i < values.Count; i++)
        {
            if (InScope(scope, () => BindType(inputs[i].Type)) is not { } expected)
                return null;
            if (expected != values[i].Type)
            {
                Report(
                    new TypeMismatch(
                        places[i],
                        $"the argument `{inputs[i].Name.Text}` of `{callee}`",
                        expected.ToString(),
                        values[i].Type.ToString()
                    )
                );
                return null;
            }
        }
        return values;
    }

    /// <summary>A capitalised undeclared name in a type stands for the size that the call has there.</summary>
    private static void BindSizeNames(InputSyntax input, TensorType actual, Scope scope)
    {
        if (actual.Rank != input.Type.Dimensions.Length)
            return;
        for (int axis = 0; axis < actual.Rank; axis++)
        {
            if (input.Type.Dimensions[axis].Size is NameExpression name && char.IsUpper(name.Name[0]) && scope.Find(name.Name) is null)
                scope.Declare(new FixedSymbol(name.Name, name.Location, new Bound.Integer(actual.Shape[axis]), "size"));
        }
    }

    private EquatableArray<Port>? BindResultTypes(EquatableArray<ResultSyntax> results, Scope scope)
    {
        var ports = new List<Port>();
        foreach (ResultSyntax result in results)
        {
            if (InScope(scope, () => BindType(result.Type)) is not { } type)
                return null;
            ports.Add(new Port(result.Name?.Text ?? $"result{ports.Count}", type));
        }
        return [.. ports];
    }

    private T InScope<T>(Scope scope, Func<T> bind)
    {
        Scope outer = _scope;
        _scope = scope;
        try
        {
            return bind();
        }
        finally
        {
            _scope = outer;
        }
    }
}
