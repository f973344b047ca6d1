using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>An index of an array of layers: a constant, or a value that all samples share.</summary>
internal readonly record struct LayerIndex(int Constant, Bound.Value? Value)
{
    public bool IsConstant => Value is null;
}

internal sealed partial class FunctionBinder
{
    private void DeclareLayer(LayerDeclaration declaration)
    {
        LayerSymbol? symbol = MakeLayer(declaration);
        if (symbol is not null)
            Declare(symbol);
        else
            // The name is known, so that its uses do not report again.
            Declare(new FixedSymbol(declaration.Name.Text, declaration.Name.Location, Bound.Wrong, "layer"));
    }

    private LayerSymbol? MakeLayer(LayerDeclaration declaration)
    {
        var dimensions = new List<int>();
        foreach (Expression dimension in declaration.Dimensions)
        {
            if (BindSize(dimension, "the length of an array of layers") is not { } length)
                return null;
            if (!length.IsConstant || length.Value is < 1 or > ModelBinder.MostLayers)
            {
                Report(
                    new SizeOutOfRange(
                        dimension.Location,
                        "the length of an array of layers",
                        length.ToString(),
                        $"1 to {ModelBinder.MostLayers}"
                    )
                );
                return null;
            }
            dimensions.Add((int)length.Value);
        }
        if (PathOf(declaration.Name, declaration.FromPath) is not { } path)
            return null;
        (LayerKind? kind, IReadOnlyDictionary<string, Bound>? arguments) = BindLayerKind(declaration);
        return kind is null
            ? null
            : new LayerSymbol(declaration.Name.Text, declaration.Name.Location, path, [.. dimensions], kind, arguments!);
    }

    private WeightPath? PathOf(Identifier name, StringLiteral? from)
    {
        if (from is null)
            return WeightPath.Empty.Then(name.Text);
        if (from.Value.Length > 0 && from.Value.Split('.').All(s => s.Length > 0) && from.Value.IndexOfAny(['{', '}']) < 0)
            return WeightPath.Parse(from.Value);
        Report(new BadPath(from.Location, from.Value));
        return null;
    }

    private (LayerKind? Kind, IReadOnlyDictionary<string, Bound>? Arguments) BindLayerKind(LayerDeclaration declaration)
    {
        string name = declaration.Constructor.Text;
        EquatableArray<GivenArgument> arguments = [.. declaration.Arguments.Select(a => new GivenArgument(a))];
        if (_model.FindBlock(name, declaration.Constructor.Location) is { } block)
            return BindBlockArguments(block, arguments, declaration.Location) is { } bound
                ? (new LayerKind.OfBlock(block), bound)
                : default;
        if (OperatorCatalog.Find(name) is { Layer: { } form } definition)
        {
            if (Assign(name, [.. form.Parameters], arguments, declaration.Location) is not { } given)
                return default;
            return BindFormArguments(name, form, given) is { } known ? (new LayerKind.Of(definition, form), known) : default;
        }
        IEnumerable<string> constructors = OperatorCatalog
            .InLanguage.Where(d => d.Layer is not null)
            .Select(d => d.Name)
            .Concat(_model.Names.BlocksVisibleIn(declaration.Location.Source));
        Location place = declaration.Constructor.Location;
        Report(new UnknownConstructor(place, name, Nearest(name, constructors), _model.Names.FileDeclaring(name)));
        return default;
    }

    private Dictionary<string, Bound>? BindFormArguments(string name, LayerForm form, Dictionary<string, GivenArgument> given)
    {
        var bound = new Dictionary<string, Bound>();
        foreach (Parameter.Attribute parameter in form.Parameters)
        {
            if (!given.TryGetValue(parameter.Name, out GivenArgument? argument))
                continue;
            Bound value = BindArgument(argument);
            if (value.IsError)
                return null;
            if (AttributeOf(value, parameter.Kind) is null)
            {
                Report(new WrongArgument(argument.Location, name, parameter.Name, InWords(parameter.Kind), value.Describe()));
                return null;
            }
            bound.Add(parameter.Name, value);
        }
        return bound;
    }

    private Dictionary<string, Bound>? BindBlockArguments(
        BlockDeclaration block,
        EquatableArray<GivenArgument> arguments,
        Location location
    )
    {
        Parameter[] parameters =
        [
            .. block.CompileTimeParameters.Select(p => new Parameter.Attribute(
                p.Name.Text,
                KindOf(p.Type),
                IsOptional: p.Default is not null
            )),
        ];
        if (Assign(block.Name.Text, parameters, arguments, location) is not { } given)
            return null;
        var bound = new Dictionary<string, Bound>();
        foreach (CompileTimeParameter parameter in block.CompileTimeParameters)
        {
            bool isGiven = given.TryGetValue(parameter.Name.Text, out GivenArgument? argument);
            Bound value = isGiven ? BindArgument(argument!) : InScope(new Scope(null), () => BindExpression(parameter.Default!));
            Location place = isGiven ? argument!.Location : parameter.Location;
            if (value.IsError)
                return null;
            if (CompileTimeValue(value, parameter.Type) is not { } fixedValue)
            {
                Report(new WrongArgument(place, block.Name.Text, parameter.Name.Text, InWords(KindOf(parameter.Type)), value.Describe()));
                return null;
            }
            bound.Add(parameter.Name.Text, fixedValue);
        }
        return bound;
    }

    private static AttributeKind KindOf(CompileTimeType type) =>
        type switch
        {
            CompileTimeType.Int => AttributeKind.Size,
            CompileTimeType.Float => AttributeKind.Real,
            _ => AttributeKind.Flag,
        };

    private static Bound? CompileTimeValue(Bound value, CompileTimeType type) =>
        (type, value) switch
        {
            (CompileTimeType.Int, Bound.Integer integer) => new Bound.Integer(integer.Number),
            (CompileTimeType.Float, Bound.Real real) => new Bound.Real(real.Number),
            (CompileTimeType.Float, Bound.Integer { IsLiteral: true } integer) => new Bound.Real(integer.Number.Value),
            (CompileTimeType.Bool, Bound.Flag) => value,
            _ => null,
        };

    private void DeclareParam(ParamDeclaration param)
    {
        if (BindType(param.Type) is { } type && PathOf(param.Name, param.FromPath) is { } path)
            Declare(new ParamSymbol(param.Name.Text, param.Name.Location, type, path));
        else
            Declare(new FixedSymbol(param.Name.Text, param.Name.Location, Bound.Wrong, "param"));
    }

    // ---- calls

    /// <summary><c>e[i][j]</c>, also written <c>e[i, j]</c>; null when what is indexed is no layer.</summary>
    private (LayerSymbol Layer, EquatableArray<IndexSyntax> Indices)? ElementOfLayers(Expression expression)
    {
        EquatableArray<IndexSyntax> indices = [];
        while (expression is IndexExpression index)
        {
            indices = [.. index.Indices, .. indices];
            expression = index.Target;
        }
        return expression is NameExpression name && _scope.Find(name.Name) is LayerSymbol layer ? (layer, indices) : null;
    }

    private Bound CallLayer(
        LayerSymbol layer,
        EquatableArray<IndexSyntax> indices,
        EquatableArray<GivenArgument> arguments,
        Location location
    )
    {
        if (indices.Length != layer.Dimensions.Length)
            return Fail(new WrongLayerIndices(location, layer.Name, layer.Dimensions.Length, indices.Length));
        if (BindChosenIndices(layer, indices) is not { } chosen)
            return Bound.Wrong;
        return layer.Kind switch
        {
            LayerKind.Of kind => CallOperatorLayer(layer, kind, chosen, arguments, location),
            LayerKind.OfBlock kind => CallBlock(layer, kind.Declaration, chosen, arguments, location),
            _ => throw new InvalidOperationException($"layer {layer.Name} is made by nothing"),
        };
    }

    private List<(Bound Index, Location Place)>? BindChosenIndices(LayerSymbol layer, EquatableArray<IndexSyntax> indices)
    {
        var chosen = new List<(Bound, Location)>();
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] is not SingleIndex single)
            {
                Report(new NotConstant(indices[i].Location, "the index of a layer", indices[i].Location.Text));
                return null;
            }
            Bound index = BindExpression(single.Value);
            if (index.IsError || IndexIsOutside(index, layer.Dimensions[i], single.Location))
                return null;
            if (index is not Bound.Integer { Number.IsConstant: true })
            {
                if (ToValue(index, single.Location) is not { } value)
                    return null;
                if (value.Type != TensorType.I32())
                {
                    Report(new TypeMismatch(single.Location, "the index of a layer", "i32", value.Type.ToString()));
                    return null;
                }
                index = value;
            }
            chosen.Add((index, single.Location));
        }
        return chosen;
    }

    private static LayerIndex ToLayerIndex(Bound index) =>
        index is Bound.Integer constant ? new LayerIndex((int)constant.Number.Value, null) : new LayerIndex(0, (Bound.Value)index);

    /// <summary>
    /// Runs <paramref name="call"/> with indices that all samples share; where the program's differ from sample to sample, inside a
    /// <see cref="Switch"/> for each such index.
    /// </summary>
    private Bound WithUniformIndices(
        LayerSymbol layer,
        List<(Bound Index, Location Place)> indices,
        EquatableArray<LayerIndex> done,
        Func<EquatableArray<LayerIndex>, Bound> call
    )
    {
        if (done.Length == indices.Count)
            return call(done);
        (Bound index, Location place) = indices[done.Length];
        // An index that may be out of range is checked by the switch, whether or not anyone reads what it chooses.
        if (index is Bound.Integer || IsKnownIndex((Bound.Value)index, layer.Dimensions[done.Length]))
            return WithUniformIndices(layer, indices, done.Add(ToLayerIndex(index)), call);

        Definition chosen = _builder.Define(TensorType.I32());
        _builder.MarkUniform(chosen.Id);
        _builder.MarkBelow(chosen.Id, layer.Dimensions[done.Length]);
        Bound result = Bound.Wrong;
        OpenBody body = InBody(
            [chosen],
            () => result = WithUniformIndices(layer, indices, done.Add(new LayerIndex(0, new Bound.Value(chosen.Id, chosen.Type))), call)
        );
        EquatableArray<Bound.Value> inner = result switch
        {
            Bound.Value value => [value],
            Bound.Tuple tuple => tuple.Items,
            _ => [],
        };
        if (inner.IsEmpty)
            return Bound.Wrong;
        body.End = new Terminator(Ending.Yield, [.. inner.Select(v => v.Id)]);
        EquatableArray<Definition> results = [.. inner.Select(v => _builder.Define(v.Type))];
        _builder.Add(new Switch(layer.Dimensions[done.Length]), [((Bound.Value)index).Id], results, OriginOf(place), body.Close());
        return Results([.. results.Select(r => new Bound.Value(r.Id, r.Type))]);
    }

    private bool IsKnownIndex(Bound.Value index, int count) => _builder.IsUniform(index.Id) && _builder.IsBelow(index.Id, count);

    private static WeightPath ElementPath(LayerSymbol layer, EquatableArray<LayerIndex> indices)
    {
        WeightPath path = layer.Path;
        for (int i = 0; i < indices.Length; i++)
            path = indices[i].IsConstant ? path.Then($"{indices[i].Constant}") : path.ThenHole(layer.Dimensions[i]);
        return path;
    }

    private static EquatableArray<ValueId> HolesOf(EquatableArray<LayerIndex> indices) =>
        [.. indices.Where(i => !i.IsConstant).Select(i => i.Value!.Id)];

    private Bound CallOperatorLayer(
        LayerSymbol layer,
        LayerKind.Of kind,
        List<(Bound Index, Location Place)> indices,
        EquatableArray<GivenArgument> arguments,
        Location location
    )
    {
        if (Assign(layer.Name, [.. kind.Form.Data.Select(d => (Parameter)d)], arguments, location) is not { } given)
            return Bound.Wrong;
        var data = new List<Bound.Value>();
        var places = new List<Location>();
        Bound? constantIndex = null;
        foreach (string name in kind.Form.Data)
        {
            Bound argument = BindArgument(given[name]);
            if (ToValue(argument, given[name].Location) is not { } value)
                return Bound.Wrong;
            if (kind.Operator.Values.Any(v => v.IsIndex && v.Name == name))
                constantIndex = argument;
            data.Add(value);
            places.Add(given[name].Location);
        }
        if (ResolveLayer(kind, layer, data, places, location) is not { } resolved)
            return Bound.Wrong;
        return WithUniformIndices(
            layer,
            indices,
            [],
            uniform =>
            {
                WeightPath path = ElementPath(layer, uniform);
                layer.Weights[path] = resolved.Weights;
                var inputs = new List<Bound.Value>(data);
                foreach (LayerWeight weight in resolved.Weights)
                {
                    if (ModelBinder.TooLarge(weight.Type))
                        return Fail(new SizeOverflow(layer.Declared, $"the weight `{path.Then(weight.Name)}`, {weight.Type},"));
                    inputs.Add(AddWeight(path.Then(weight.Name), HolesOf(uniform), weight.Type, location));
                }
                if (Add(resolved.Operator, inputs, [.. places, .. resolved.Weights.Select(_ => location)], location) is not { } results)
                    return Bound.Wrong;
                bool isOutside = constantIndex is not null && ConstantIndexIsOutside(resolved.Operator, constantIndex, inputs, places[0]);
                return isOutside ? Bound.Wrong : Results(results);
            }
        );
    }

    private LayerResolution.Resolved? ResolveLayer(
        LayerKind.Of kind,
        LayerSymbol layer,
        List<Bound.Value> data,
        List<Location> places,
        Location location
    )
    {
        var arguments = new Dictionary<string, AttributeValue>();
        foreach (Parameter.Attribute parameter in kind.Form.Parameters)
        {
            if (layer.Arguments.TryGetValue(parameter.Name, out Bound? given))
                arguments.Add(parameter.Name, AttributeOf(Here(given), parameter.Kind)!);
            else if (parameter.Default is { } value)
                arguments.Add(parameter.Name, value);
        }
        EquatableArray<TensorType> types = [.. data.Select(d => d.Type)];
        try
        {
            switch (kind.Form.Resolve(new Attributes(arguments), types))
            {
                case LayerResolution.Resolved resolved:
                    return resolved;
                case LayerResolution.Rejected rejected:
                    ReportProblem(kind.Operator, rejected.Problem, types, places, location);
                    return null;
            }
        }
        catch (OverflowException)
        {
            Report(new SizeOverflow(layer.Declared, $"a weight of `{layer.Name}`"));
        }
        return null;
    }

    private Bound CallBlock(
        LayerSymbol layer,
        BlockDeclaration block,
        List<(Bound Index, Location Place)> indices,
        EquatableArray<GivenArgument> arguments,
        Location location
    )
    {
        arguments = Evaluated(arguments);
        if (arguments.Any(a => a.Piped!.IsError))
            return Bound.Wrong;
        if (EnterCall(block.Name.Text, block.Name.Location, location) is not { } leave)
            return Bound.Wrong;
        using (leave)
        {
            var scope = new Scope(null);
            foreach (CompileTimeParameter parameter in block.CompileTimeParameters)
            {
                Bound value = Here(layer.Arguments[parameter.Name.Text]);
                scope.Declare(new FixedSymbol(parameter.Name.Text, parameter.Name.Location, value, "compile-time parameter"));
            }
            if (BindCallInputs(layer.Name, block.Inputs, arguments, location, scope) is not { } inputs)
                return Bound.Wrong;
            if (
                _model.InstanceOf(block, scope, [.. inputs.Select(i => i.Type)], s => BindResultTypes(block.Results, s), location)
                is not { } function
            )
                return Bound.Wrong;
            return CallKeeping(
                function.Name,
                layer.Name,
                layer.Dimensions,
                indices,
                location,
                kept =>
                    WithUniformIndices(
                        layer,
                        indices,
                        [],
                        uniform =>
                        {
                            var call = new Call(function.Name, ElementPath(layer, uniform));
                            return AddCall(call, HolesOf(uniform), [.. inputs, .. kept], function, location);
                        }
                    )
            );
        }
    }

    private Bound AddCall(
        Call call,
        EquatableArray<ValueId> holes,
        EquatableArray<Bound.Value> inputs,
        Function function,
        Location location
    )
    {
        EquatableArray<Definition> results = [.. function.Results.Select(r => _builder.Define(r.Type))];
        _builder.Add(call, [.. holes, .. inputs.Select(i => i.Id)], results, OriginOf(location));
        return Results([.. results.Select(r => new Bound.Value(r.Id, r.Type))]);
    }
}
