using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>Writes the class of a model: its description, its weights, and the session with the host program.</summary>
internal sealed class ModelWriter
{
    private readonly RegionProgram _program;
    private readonly MemoryPlan _plan;
    private readonly CSharpOptions _options;
    private readonly Dictionary<(string Function, ValueId Value), int>? _shown;
    private readonly CodeWriter _writer = new();
    private readonly Names _members = new(ClassText.Members);
    private readonly Names _fields = new(
        "Run",
        "RunBatch",
        "RunChunk",
        "Session",
        "Batch",
        "Use",
        "Exit",
        "Options",
        "ChooseSizes",
        "RequireInput",
        "RequireResult",
        "CopyIn",
        "CopyResult",
        "Enter",
        "Split",
        "Merge",
        "GroupBy",
        "Staying",
        "MarkLeft",
        "ClearLeft",
        "All",
        "At",
        "Rows",
        "Dispose",
        "weights"
    );
    private readonly Dictionary<string, FunctionText> _functions = [];
    private readonly Dictionary<string, IReadOnlyList<SizeSymbol>> _sizes = [];
    private readonly string _className;
    private readonly ModelOutline _outline;
    private readonly SurfaceWriter _surface;
    private readonly LaneBook _lanes = new();
    private readonly LineText? _lines;

    /// <summary>The methods of the session. They are written first, since they collect constants, loops and lane lists.</summary>
    private readonly CodeWriter _methods = new();

    /// <summary>The number under which a value is told; null when none is.</summary>
    public int? ShownNumber(string function, ValueId value) =>
        _shown is not null && _shown.TryGetValue((function, value), out int number) ? number : null;

    public ModelWriter(RegionProgram program, MemoryPlan plan, CSharpOptions options, SourceSet sources)
    {
        _lines = options.LinePath is { } path ? new LineText(sources, path) : null;
        _program = program;
        _plan = plan;
        _options = options;
        if (options.ShowsValues)
            _shown = CSharpBackend.ShownValues(plan).Select((v, i) => (v, i)).ToDictionary(v => (v.v.Function, v.v.Value.Id), v => v.i);
        _className = _members.Pascal(options.ClassName ?? program.Graph.Name);
        _outline = ModelOutline.Of(program.Graph);
        _surface = new SurfaceWriter(_outline, _className, options, _writer);
        foreach (FunctionPlan function in plan.Functions)
        {
            bool isMain = ReferenceEquals(function.Function.Source, program.Graph.Main);
            string method = _fields.Pascal("run " + (isMain ? "model" : function.Function.Name));
            var weights = new WeightFields(_members.Pascal(function.Function.Name + " weights"));
            _functions.Add(
                function.Function.Name,
                new FunctionText(function, method, isMain ? "" : function.Function.Name, weights, _fields)
            );
            _sizes.Add(function.Function.Name, FindSizes(function.Function.Source));
        }
        foreach (FunctionPlan function in plan.Functions)
            DeclareWeights(_functions[function.Function.Name]);
    }

    /// <summary>The elementwise loops of all functions.</summary>
    public MapWriter Maps { get; } = new();

    /// <summary>Where lines of code count as a place in the model's text: the directive that says so; null where they do not.</summary>
    public string? DirectiveOf(Origin origin) => _lines?.DirectiveOf(origin);

    public FunctionText TextOf(string function) => _functions[function];

    /// <summary>The number of a size that a <c>with</c> or an input gives, for those who watch.</summary>
    public int NumberOf(SizeSymbol given) =>
        _program.NumberOf(given) ?? throw new InvalidOperationException($"{given} is given by nothing");

    /// <summary>The elastic sizes that a function needs from its caller.</summary>
    public IReadOnlyList<SizeSymbol> SizesOf(Function function) => _sizes[function.Name];

    public string Write()
    {
        WriteMethods();
        ClassText.WriteHead(_writer, _options);
        using (ClassText.Class(_writer, _className, _outline, _options))
        {
            WriteModel();
            WriteWeightClasses();
            WriteSession();
        }
        return _writer.ToString();
    }

    // ---- the model

    private void WriteModel()
    {
        ModelGraph graph = _program.Graph;
        string root = _functions[graph.Main.Name].Weights.ClassName;
        _writer.Line($"private readonly {root} _weights;");
        _surface.WriteFields();
        _writer.Line();
        using (_writer.Block($"private {_className}(WeightSet weights)"))
        {
            _writer.Line($"_weights = new {root}(this, weights, \"\");");
            _surface.WriteConstruction();
        }
        _writer.Line();
        _surface.WriteLoading();
        _writer.Line("/// <summary>The weights that the model needs, by their paths.</summary>");
        using (_writer.Block("public static IReadOnlyList<WeightDeclaration> Weights { get; } = new WeightDeclaration[]", "};"))
        {
            foreach (WeightDeclaration weight in ModelWeights.Of(graph).Declarations)
                _writer.Line(
                    $"new WeightDeclaration({Names.Quote(weight.Path)}, ElementType.{weight.Type}, [{string.Join(", ", weight.Shape)}]),"
                );
        }
        _writer.Line();
        Override("string", "Name", Names.Quote(graph.Name));
        WritePorts("Inputs", graph.Inputs.Select(i => (i.Name ?? "x", i.Type)));
        WritePorts("Outputs", graph.Results.Select(r => (r.Name, r.Type)));
        if (graph.Elastics.Length > 0)
            WriteList(
                "ElasticInfo",
                "Elastic",
                graph.Elastics.Select(e => $"new ElasticInfo({Names.Quote(e.Symbol.Name)}, [{string.Join(", ", e.Symbol.Values)}])")
            );
        EquatableArray<SubNetwork> subNetworks = SubNetwork.AllOf(_program);
        if (subNetworks.Length > 0)
            WriteList(
                "SubNetwork",
                "SubNetworks",
                subNetworks.Select(s => $"new SubNetwork([{string.Join(", ", s.Sizes)}], {s.MultiplyAdds})")
            );
        if (graph.HasExits)
            WriteList("string", "ExitNames", ExitNumbers.NamesOf(graph).Select(Names.Quote));
        if (graph.States.Length > 0)
            Override("bool", "HasState", "true");
        _surface.WriteModelCalls();
    }

    private void Override(string type, string name, string value)
    {
        _writer.Line("/// <inheritdoc/>");
        _writer.Line($"public override {type} {name} => {value};");
        _writer.Line();
    }

    private void WritePorts(string name, IEnumerable<(string Name, TensorType Type)> ports) =>
        WriteList(
            "TensorInfo",
            name,
            ports.Select(p => $"new TensorInfo({Names.Quote(p.Name)}, ElementType.{p.Type.Element}, [{string.Join(", ", p.Type.Shape)}])")
        );

    private void WriteList(string type, string name, IEnumerable<string> items)
    {
        _writer.Line("/// <inheritdoc/>");
        using (_writer.Block($"public override IReadOnlyList<{type}> {name} {{ get; }} = new {type}[]", "};"))
        {
            foreach (string item in items)
                _writer.Line(item + ",");
        }
        _writer.Line();
    }

    // ---- weights

    private void DeclareWeights(FunctionText text)
    {
        var weights = new List<(WeightPath, WeightForm)>();
        var callees = new List<(WeightPath, string)>();
        foreach (Node node in text.Plan.Function.Source.Body.AllNodes())
        {
            if (node.Operator is Call call)
                callees.Add((call.Path, _functions[call.Function].Weights.ClassName));
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (text.WeightNode(text.RootOf(node.Inputs[i])) is { Operator: Weight weight } && node.Operator is not Reshape)
                    weights.Add((weight.Path, KernelText.FormOf(node, i, text) ?? WeightForm.Plain.Of(weight)));
            }
        }
        foreach (ValueId value in text.Plan.Function.AllSteps.Where(s => s is not Step.Run).SelectMany(Liveness.Reads))
        {
            if (text.WeightNode(text.RootOf(value)) is { Operator: Weight weight })
                weights.Add((weight.Path, WeightForm.Plain.Of(weight)));
        }
        text.Weights.Declare(weights, callees);
    }

    private void WriteWeightClasses()
    {
        foreach (FunctionText text in _plan.Functions.Select(f => _functions[f.Function.Name]))
        {
            _writer.Line();
            text.Weights.Write(_writer, _className);
        }
    }

    // ---- the session

    private void WriteMethods()
    {
        foreach (FunctionText text in _plan.Functions.Select(f => _functions[f.Function.Name]))
            new FunctionWriter(this, text, _methods, _lanes).Write();
        Maps.WriteAll(_methods);
    }

    private void WriteSession()
    {
        _writer.Line();
        _surface.WriteSessionSummary();
        using (_writer.Block("public sealed class Session : ModelSession"))
        {
            WriteFields(out long bytes, out List<(string Name, string Make)> makes, out List<string> inputs, out List<string> outputs);
            _writer.Line();
            string sizes =
                $"arenaBytesPerLane: {bytes}, sites: {_lanes.Sites}, frames: {_lanes.Frames}, largestGroupCount: {_lanes.LargestGroupCount}";
            if (_program.GivenSizeCount > 0)
                sizes += $", givenSizes: {_program.GivenSizeCount}";
            _writer.Line($"internal Session({_className} model, int maxBatch)");
            _writer.Line($"    : base(model, maxBatch, {sizes})");
            using (_writer.Block(""))
            {
                _writer.Line("_weights = model._weights;");
                foreach ((string name, string make) in makes)
                    _writer.Line($"{name} = {make};");
                int declaredInputs = _program.Graph.Inputs.Length;
                int declaredOutputs = _program.Graph.Results.Length;
                for (int i = 0; i < declaredInputs; i++)
                    _writer.Line($"BindInput({i}, {inputs[i]});");
                for (int i = 0; i < declaredOutputs; i++)
                    _writer.Line($"BindOutput({i}, {outputs[i]});");
                for (int i = 0; i < _program.Graph.States.Length; i++)
                    BindState(i, inputs[declaredInputs + i], outputs[declaredOutputs + i]);
            }
            _writer.Line();
            _surface.WriteSessionCalls();
            WriteRunChunk(inputs, outputs);
            foreach (string line in _methods.ToString().TrimEnd('\n').Split('\n'))
                _writer.Line(line);
        }
    }

    private void WriteFields(out long bytes, out List<(string Name, string Make)> makes, out List<string> inputs, out List<string> outputs)
    {
        FunctionText main = _functions[_program.Graph.Main.Name];
        _writer.Line($"private readonly {main.Weights.ClassName} _weights;");
        makes = [];
        long end = _plan.BytesPerLane;
        foreach (FunctionPlan function in _plan.Functions)
        {
            FunctionText text = _functions[function.Function.Name];
            for (int s = 0; s < function.Slots.Length; s++)
                AddField(text.SlotName(s), function.Slots[s].Element, function.Slots[s].Offset, function.Slots[s].Length, makes);
        }
        ModelGraph graph = _program.Graph;
        inputs = [];
        foreach (Definition input in graph.Main.Inputs)
            inputs.Add(AddPort($"{(inputs.Count < graph.Inputs.Length ? "input" : "state")} {input.Name}", input.Type, ref end, makes));
        outputs = [];
        foreach (Port result in graph.Main.Results)
            outputs.Add(
                AddPort($"{(outputs.Count < graph.Results.Length ? "output" : "next")} {result.Name}", result.Type, ref end, makes)
            );
        bytes = end;
    }

    private void BindState(int index, string now, string next)
    {
        ModelGraph graph = _program.Graph;
        TensorType type = graph.Main.Results[graph.Results.Length + index].Type;
        string initial = ScalarText.Literal(new Scalar.Literal(graph.States[index].Initial, type.Element));
        _writer.Line($"BindState({now}, {next}, {type.Count.Value}, {initial});");
    }

    private string AddPort(string name, TensorType type, ref long end, List<(string, string)> makes)
    {
        string field = "_" + _fields.Camel(name);
        AddField(field, type.Element, end, type.Count.Value, makes);
        end += MemoryPlan.Aligned(type.Count.Value * type.Element.Size());
        return field;
    }

    private void AddField(string name, ElementType element, long offset, long length, List<(string, string)> makes)
    {
        string type = CSharpTypes.Name(element);
        _writer.Line($"private readonly Rows<{type}> {name};");
        makes.Add((name, $"Rows<{type}>({offset}, {length})"));
    }

    private void WriteRunChunk(List<string> inputs, List<string> outputs)
    {
        FunctionText main = _functions[_program.Graph.Main.Name];
        var arguments = new List<string> { "All(count)", "_weights" };
        foreach (SizeSymbol size in SizesOf(_program.Graph.Main))
            arguments.Add($"ElasticSize({IndexOf(size)})");
        _writer.Line("/// <inheritdoc/>");
        _writer.Line(
            $"protected override void RunChunk(int count) => {main.Method}({string.Join(", ", arguments.Concat(inputs).Concat(outputs))});"
        );
    }

    private int IndexOf(SizeSymbol size)
    {
        for (int i = 0; i < _program.Graph.Elastics.Length; i++)
        {
            if (_program.Graph.Elastics[i].Symbol == size)
                return i;
        }
        throw new InvalidOperationException($"{size} is not elastic");
    }

    /// <summary>The sizes that a function reads and no <c>with</c> inside it gives.</summary>
    private List<SizeSymbol> FindSizes(Function function)
    {
        var read = new HashSet<SizeSymbol>();
        var given = new HashSet<SizeSymbol>();
        read.UnionWith(function.Inputs.SelectMany(i => i.Type.Symbols));
        foreach (Node node in function.Body.AllNodes())
        {
            read.UnionWith(node.Results.SelectMany(r => r.Type.Symbols));
            read.UnionWith(node.Bodies.SelectMany(b => b.Parameters).SelectMany(p => p.Type.Symbols));
            switch (node.Operator)
            {
                case With with:
                    given.Add(with.Bound);
                    break;
                case Call call:
                    read.UnionWith(_sizes[call.Function]);
                    break;
                default:
                    node.Operator.Substitute(s =>
                    {
                        read.Add(s);
                        return null;
                    });
                    break;
            }
        }
        read.ExceptWith(given);
        return [.. read.OrderBy(s => s.Name, StringComparer.Ordinal)];
    }
}
