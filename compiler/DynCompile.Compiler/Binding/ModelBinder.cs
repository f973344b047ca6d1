using System.Collections.Immutable;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;
using Body = DynCompile.Graph.Body;

namespace DynCompile.Binding;

/// <summary>
/// From the trees of a program to the graph of its model: gives names their meaning, checks types and shapes, makes an instance of a
/// block for each set of compile-time arguments and input types.
/// </summary>
public sealed class ModelBinder
{
    /// <summary>The longest array of layers.</summary>
    internal const int MostLayers = 65_536;

    /// <summary>The largest tensor, in elements: what a signed 32-bit offset reaches.</summary>
    private const long MostElements = int.MaxValue / 8;

    /// <summary>The most numbers that exits and returns take: each has a name in the emitted class.</summary>
    internal const int MostExits = 65_536;

    private readonly SourceSet _sources;
    private readonly TopLevelNames _names;
    private readonly List<Function> _functions = [];
    private readonly HashSet<string> _functionNames = [];
    private readonly Dictionary<string, int> _lastNumbers = [];
    private readonly Dictionary<string, (Function? Function, int Height)> _instances = [];
    private readonly Dictionary<string, EquatableArray<KeptState>> _states = [];
    private readonly List<Location> _calls = [];
    private readonly Nesting _nesting = new();
    private bool _isTooDeep;
    private readonly List<Elastic> _elastics = [];
    private readonly List<SizeSymbol> _bounds = [];
    private readonly Dictionary<SizeSymbol, Location> _boundPlaces = [];
    private readonly List<OpenSite> _sites = [];
    private readonly List<(SizeSymbol Symbol, Size Value)> _strides = [];
    private int _boundSizes;
    private int _strideNames;

    private ModelBinder(ModelDeclaration model, SourceSet sources, TopLevelNames names, DiagnosticBag diagnostics)
    {
        _sources = sources;
        _names = names;
        Diagnostics = diagnostics;
        Limits = new ModelLimits(sources.Length, diagnostics);
        HasExits = ContainsExit(model.Body);
    }

    internal DiagnosticBag Diagnostics { get; }
    internal ModelLimits Limits { get; }
    internal bool HasExits { get; }
    internal IReadOnlyList<Elastic> Elastics => _elastics;

    /// <summary>The sizes that each sample brings along, as in <c>i32[T &lt;= 512]</c>.</summary>
    internal IReadOnlyList<SizeSymbol> Bounds => _bounds;
    internal TopLevelNames Names => _names;

    /// <summary>How many exits and returns were numbered so far.</summary>
    internal int ExitCount { get; private set; }

    /// <summary>The model's graph; null when there are errors, which are in <paramref name="diagnostics"/>.</summary>
    public static ModelGraph? Bind(ProgramSyntax program, DiagnosticBag diagnostics)
    {
        if (program.Main.Unit.Model is not { } model)
        {
            diagnostics.Report(new NoModel(new Location(program.Main.Source, default)));
            return null;
        }
        var names = TopLevelNames.Of(program, diagnostics);
        return diagnostics.HasErrors ? null : Bind(model, program.Sources, names, diagnostics);
    }

    internal static ModelGraph? Bind(ModelDeclaration model, SourceSet sources, TopLevelNames names, DiagnosticBag diagnostics) =>
        new ModelBinder(model, sources, names, diagnostics).Bind(model);

    private ModelGraph? Bind(ModelDeclaration model)
    {
        var scope = new Scope(null);
        foreach (DimensionSyntax dimension in model.Inputs.SelectMany(i => i.Type.Dimensions).Where(d => d.Bound is not null))
            BindBound(dimension, model);
        if (Diagnostics.HasErrors)
            return null;
        var inputs = new List<(Identifier Name, TensorType Type)>();
        foreach (InputSyntax input in model.Inputs)
        {
            if (BindBorderType(input.Name.Text, input.Type, model) is { } type)
                inputs.Add((input.Name, type));
        }
        var results = new List<Port>();
        foreach (ResultSyntax result in model.Results)
        {
            if (results.Any(r => r.Name == result.Name!.Text) || (HasExits && result.Name!.Text == ModelGraph.ExitResultName))
                Diagnostics.Report(new AlreadyDeclared(result.Location, result.Name!.Text, result.Location));
            if (BindBorderType(result.Name!.Text, result.Type, model) is { } type)
                results.Add(new Port(result.Name.Text, type));
        }
        if (Diagnostics.HasErrors)
            return null;
        EquatableArray<TensorType> declaredResults = [.. results.Select(r => r.Type)];
        if (HasExits)
            results.Add(new Port(ModelGraph.ExitResultName, TensorType.I32()));
        string name = NewFunctionName(model.Name.Text);
        _functions.Add(FunctionBinder.Bind(this, name, scope, inputs, [.. results], model.Body, isModel: true));
        if (Diagnostics.HasErrors)
            return null;
        ModelGraph graph = ResolveStrides(
            new ModelGraph(
                model.Name.Text,
                [.. _elastics],
                _bounds.Count == 0 ? Graph.Bounds.None : new Bounds([.. _bounds], [.. inputs.Select(i => i.Type)], declaredResults),
                [.. _sites.Select(Close)],
                [.. StatesOf(name).Select(s => new State(s.Name, s.Initial, s.Origin))],
                CalledFunctions(),
                model.Documentation ?? ""
            )
        );
        if (Limits.AllowWeights(graph, model.Name.Location))
            ReportWeightConflicts(graph);
        return Diagnostics.HasErrors ? null : graph;
    }

    /// <summary><c>T &lt;= 512</c> in the type of an input: the name of the size, and the largest that it may be.</summary>
    private void BindBound(DimensionSyntax dimension, ModelDeclaration model)
    {
        if (dimension.Size is not NameExpression name)
        {
            Diagnostics.Report(new BadBound(dimension.Location, dimension.Size.Location.Text, "the left side is the name of the size"));
            return;
        }
        if (ConstantSize.Evaluate(dimension.Bound!) is not (>= 1 and <= SizeSymbol.MostValues and var most))
        {
            Diagnostics.Report(new BadBound(dimension.Location, name.Name, $"the bound is a constant from 1 to {SizeSymbol.MostValues}"));
            return;
        }
        if (model.Inputs.FirstOrDefault(i => i.Name.Text == name.Name) is { } input)
        {
            Diagnostics.Report(new AlreadyDeclared(name.Location, name.Name, input.Name.Location));
            return;
        }
        if (_bounds.FirstOrDefault(b => b.Name == name.Name) is { } known)
        {
            if (known.Largest != most)
                Diagnostics.Report(new BadBound(dimension.Location, name.Name, $"its bound was {known.Largest} before"));
            return;
        }
        var size = new SizeSymbol(name.Name, Enumerable.Range(1, (int)most).Select(v => (long)v).ToImmutableArray());
        _bounds.Add(size);
        _boundPlaces.Add(size, dimension.Location);
    }

    /// <summary>The type of an input or result of the model: constant and bounded sizes only.</summary>
    private TensorType? BindBorderType(string name, TypeSyntax type, ModelDeclaration model)
    {
        var shape = new List<Size>();
        foreach (DimensionSyntax dimension in type.Dimensions)
        {
            if (dimension.Size is NameExpression bounded && _bounds.FirstOrDefault(b => b.Name == bounded.Name) is { } symbol)
            {
                shape.Add(Size.Of(symbol));
                continue;
            }
            if (
                dimension.Size is NameExpression elastic
                && model.Body.Statements.OfType<ElasticDeclaration>().Any(e => e.Name.Text == elastic.Name)
            )
            {
                Diagnostics.Report(new ElasticBorder(dimension.Location, name, elastic.Name));
                return null;
            }
            if (ConstantSize.Evaluate(dimension.Size) is not { } size)
            {
                Diagnostics.Report(new NotConstant(dimension.Location, $"a size of `{name}`", dimension.Location.Text));
                return null;
            }
            if (size < 0)
            {
                Diagnostics.Report(new SizeOutOfRange(dimension.Location, $"a size of `{name}`", $"{size}", "0 or more"));
                return null;
            }
            shape.Add(size);
        }
        var meaning = new TensorType(ElementOf(type.ElementType), [.. shape]);
        if (!TooLarge(meaning))
            return meaning;
        Diagnostics.Report(new SizeOverflow(type.Location, $"`{meaning}`"));
        return null;
    }

    internal static ElementType ElementOf(string name) =>
        ElementTypes.TryParse(name, out ElementType element) ? element : throw new InvalidOperationException($"{name} is no element type");

    /// <summary>Whether a type has more elements than a tensor may have.</summary>
    internal static bool TooLarge(TensorType type)
    {
        double count = 1;
        foreach (Size size in type.Shape)
            count *= size.Largest;
        return count > MostElements;
    }

    internal Origin OriginOf(Location location)
    {
        LinePosition start = location.Start;
        return new Origin(start.Line, start.Column, _sources.PathOf(location.Source));
    }

    internal Location LocationOfName(string function, Location otherwise) =>
        _names.NameOf(function, otherwise.Source)?.Location ?? otherwise;

    internal Location LocationOfBound(SizeSymbol size) => _boundPlaces[size];

    /// <summary>The block that a name means where it is written.</summary>
    internal BlockDeclaration? FindBlock(string name, Location place) => _names.FindBlock(name, place.Source);

    /// <summary>The helper that a name means where it is written, when no scope around it has one.</summary>
    internal HelperSymbol? FindHelper(string name, Location place) =>
        _names.FindHelper(name, place.Source) is { } helper ? new HelperSymbol(name, helper.Name.Location, helper) : null;

    // ---- instances

    /// <summary>Enters a block or helper, known by the place of its name; reported and null when it is being bound already, or too deep.</summary>
    internal IDisposable? EnterCall(string name, Location declared, Location location)
    {
        if (_calls.Contains(declared))
        {
            Diagnostics.Report(new RecursiveBlock(location, name));
            return null;
        }
        if (!EnterLevel(location))
            return null;
        _calls.Add(declared);
        return new CallScope(this);
    }

    private sealed class CallScope(ModelBinder binder) : IDisposable
    {
        public void Dispose()
        {
            binder._calls.RemoveAt(binder._calls.Count - 1);
            binder.LeaveLevel();
        }
    }

    /// <summary>Enters a statement, an expression or a call, until <see cref="LeaveLevel"/>; reported once and false when it is too deep.</summary>
    internal bool EnterLevel(Location location)
    {
        if (_nesting.Enter())
            return true;
        _nesting.Leave();
        ReportTooDeep(location);
        return false;
    }

    internal void LeaveLevel() => _nesting.Leave();

    // All that stands on the last level is too deep for the same reason.
    private void ReportTooDeep(Location location)
    {
        if (!_isTooDeep)
            Diagnostics.Report(new NestingTooDeep(location, "statements, expressions and calls", Nesting.Deepest));
        _isTooDeep = true;
    }

    internal string NewFunctionName(string wanted)
    {
        string name = wanted;
        _lastNumbers.TryGetValue(wanted, out int number);
        if (number > 0)
            name = $"{wanted}_{++number}";
        while (!_functionNames.Add(name))
            name = $"{wanted}_{number = Math.Max(number + 1, 2)}";
        _lastNumbers[wanted] = Math.Max(number, 1);
        return name;
    }

    internal void Add(Function function) => _functions.Add(function);

    // ---- what functions keep

    internal EquatableArray<KeptState> StatesOf(string function) =>
        _states.TryGetValue(function, out EquatableArray<KeptState> kept) ? kept : [];

    internal void AddStates(string function, EquatableArray<KeptState> states) => _states.Add(function, states);

    /// <summary>How many exits there are; a text that is read again numbers them again.</summary>
    internal (int Sites, int Exits) Numbered => (_sites.Count, ExitCount);

    internal void NumberAgainFrom((int Sites, int Exits) before)
    {
        _sites.RemoveRange(before.Sites, _sites.Count - before.Sites);
        ExitCount = before.Exits;
    }

    /// <summary>Without the functions that only the first reading of a text called.</summary>
    private EquatableArray<Function> CalledFunctions()
    {
        var called = new HashSet<string> { _functions[^1].Name };
        for (int i = _functions.Count - 1; i >= 0; i--)
        {
            if (called.Contains(_functions[i].Name))
                called.UnionWith(_functions[i].Body.AllNodes().Select(n => n.Operator).OfType<Call>().Select(c => c.Function));
        }
        return [.. _functions.Where(f => called.Contains(f.Name))];
    }

    /// <summary>The function of a block for the compile-time arguments in <paramref name="scope"/> and the given input types.</summary>
    internal Function? InstanceOf(
        BlockDeclaration block,
        Scope scope,
        EquatableArray<TensorType> inputs,
        Func<Scope, EquatableArray<Port>?> bindResults,
        Location location
    )
    {
        string arguments = string.Join(
            ", ",
            block.CompileTimeParameters.Select(p => ((FixedSymbol)scope.Find(p.Name.Text)!).Meaning.Describe())
        );
        // Blocks of two files may have one name.
        string key = $"{block.Name.Location} {block.Name.Text}({arguments})({string.Join(", ", inputs)})";
        if (_instances.TryGetValue(key, out (Function? Function, int Height) known))
        {
            if (_nesting.Reach(known.Height))
                return known.Function;
            ReportTooDeep(location);
            return null;
        }
        known = _nesting.Measure(() => NewInstance(block, scope, inputs, bindResults));
        _instances.Add(key, known);
        return known.Function;
    }

    private Function? NewInstance(
        BlockDeclaration block,
        Scope scope,
        EquatableArray<TensorType> inputs,
        Func<Scope, EquatableArray<Port>?> bindResults
    )
    {
        if (bindResults(scope) is not { } results)
            return null;
        int errors = Diagnostics.Count;
        string name = NewFunctionName(block.Name.Text);
        var typed = block.Inputs.Select((input, i) => (input.Name, inputs[i])).ToList();
        Function function = FunctionBinder.Bind(this, name, scope, typed, results, block.Body, isModel: false);
        if (Diagnostics.Count == errors || !Diagnostics.HasErrors)
            _functions.Add(function);
        return function;
    }

    // ---- elastic sizes

    internal ElasticSymbol? BindElastic(ElasticDeclaration declaration)
    {
        IReadOnlyList<Expression> written = declaration.Choices is ElasticList list ? [.. list.Values] : [];
        var values = new List<long>();
        if (
            declaration.Choices is ElasticRange { Range: var range }
            && ConstantSize.Evaluate(range.Start) is { } first
            && ConstantSize.Evaluate(range.End) is { } last
        )
        {
            // One value too many is enough to say what is wrong, and beyond the 32-bit range there is no need to count.
            for (
                long v = Math.Max(first, -1);
                v < Math.Min(last, int.MaxValue + 1L) + (range.IncludesEnd ? 1 : 0) && values.Count <= MostLayers;
                v++
            )
                values.Add(v);
        }
        foreach (Expression value in written)
        {
            if (ConstantSize.Evaluate(value) is not { } number)
            {
                Diagnostics.Report(new NotConstant(value.Location, $"a value of `{declaration.Name.Text}`", value.Location.Text));
                return null;
            }
            values.Add(number);
        }
        string? problem =
            values.Count == 0 ? "has no values"
            : values.Count > MostLayers ? $"has more than {MostLayers} values"
            : values.Any(v => v is < 0 or > int.MaxValue) ? $"has a value outside 0..{int.MaxValue}"
            : values.Distinct().Count() < values.Count ? "has a value twice"
            : null;
        if (problem is not null)
        {
            Diagnostics.Report(new BadElastic(declaration.Choices.Location, declaration.Name.Text, problem));
            return null;
        }
        var symbol = new SizeSymbol(declaration.Name.Text, values.OrderBy(v => v).ToImmutableArray());
        var elastic = new Elastic(symbol, OriginOf(declaration.Location));
        if (!_elastics.Contains(elastic))
            _elastics.Add(elastic);
        return new ElasticSymbol(declaration.Name.Text, declaration.Name.Location, symbol);
    }

    /// <summary>The size that a <c>with</c> gives: the same values under a name of its own.</summary>
    internal SizeSymbol NewBoundSize(SizeSymbol elastic) => new($"{elastic.Name}.{++_boundSizes}", elastic.Values);

    // ---- exits

    /// <summary>Numbers an exit or return; under loops with fixed bounds it takes a number for each iteration.</summary>
    internal OpenSite AddLeaveSite(string name, Origin origin, IEnumerable<LoopContext> loops)
    {
        var site = new OpenSite(_sites.Count, name, ExitCount, [.. loops.Where(l => HasExits && l.CountsExits)], origin);
        _sites.Add(site);
        ExitCount++;
        return site;
    }

    private LeaveSite Close(OpenSite site)
    {
        if (!HasExits)
            return new LeaveSite(site.Name, [], site.Origin);
        IEnumerable<int> numbers = [site.First];
        foreach (LoopContext loop in site.Loops)
        {
            int stride = (int)_strides.First(s => s.Symbol == loop.ExitStride).Value.Value;
            numbers = numbers.SelectMany(n => Enumerable.Range(0, (int)loop.MostIterations).Select(i => n + i * stride)).ToList();
        }
        return new LeaveSite(site.Name, [.. numbers.OrderBy(n => n)], site.Origin);
    }

    /// <summary>A size that stands for the number of exits in one iteration until the loop's text was read.</summary>
    internal SizeSymbol NewExitStride() => new($"exits.{_strideNames++}", ImmutableArray.Create(1L));

    /// <summary>
    /// The loop's text was read: its exits take as many numbers as iterations, as if it were written out. Gives the model's exits so far;
    /// more than <see cref="MostExits"/> are not counted on.
    /// </summary>
    internal long CloseExitStride(SizeSymbol stride, int exitsBefore, long iterations)
    {
        int perIteration = ExitCount - exitsBefore;
        _strides.Add((stride, perIteration));
        long exits = exitsBefore + perIteration * iterations;
        if (exits <= MostExits)
            ExitCount = (int)exits;
        return exits;
    }

    private ModelGraph ResolveStrides(ModelGraph graph)
    {
        var values = _strides.ToDictionary(s => s.Symbol, s => s.Value);
        if (values.Count == 0)
            return graph;
        Body Resolve(Body body) => body with { Nodes = [.. body.Nodes.Select(ResolveNode)] };
        Node ResolveNode(Node node) =>
            node with
            {
                Operator = node.Operator is SizeValue size
                    ? size.Substitute(s => values.TryGetValue(s, out Size? v) ? v : null)
                    : node.Operator,
                Bodies = [.. node.Bodies.Select(Resolve)],
            };
        return graph.Replace(f => f with { Body = Resolve(f.Body) });
    }

    private static bool ContainsExit(Syntax.Body body) =>
        body.Statements.Any(s =>
            s switch
            {
                ExitStatement => true,
                IfStatement branch => ContainsExit(branch.Then) || (branch.Else is { } otherwise && ContainsExit(otherwise)),
                ForStatement loop => ContainsExit(loop.Body),
                WhileStatement loop => ContainsExit(loop.Body),
                WithStatement with => ContainsExit(with.Body),
                _ => false,
            }
        );

    // ---- weights

    private void ReportWeightConflicts(ModelGraph graph)
    {
        foreach (ModelWeights.Conflict conflict in ModelWeights.Of(graph).Conflicts)
        {
            Origin second = conflict.Second.Origin;
            Diagnostics.Report(
                new WeightConflict(
                    _sources.At(second.File, second.Line, second.Column),
                    conflict.Path,
                    conflict.First.Type,
                    conflict.First.Origin.ToString(),
                    conflict.Second.Type
                )
            );
        }
    }
}

/// <summary>An exit or return while its loops are still being read.</summary>
internal sealed record OpenSite(int Index, string Name, int First, EquatableArray<LoopContext> Loops, Origin Origin);
