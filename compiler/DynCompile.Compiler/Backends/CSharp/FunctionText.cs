using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>The texts by which the emitted code of one function names its values, weights and parameters.</summary>
internal sealed class FunctionText
{
    private readonly Dictionary<ValueId, Definition> _definitions;
    private readonly Dictionary<ValueId, Node> _immaterial = [];
    private readonly Dictionary<ValueId, Scalar.Literal> _filled = [];
    private readonly Dictionary<ValueId, ValueId> _views = [];
    private readonly string[] _arguments;
    private readonly string[] _results;
    private readonly string[] _slots;

    public FunctionText(FunctionPlan plan, string method, string prefix, WeightFields weights, Names fields)
    {
        Plan = plan;
        Method = method;
        Weights = weights;
        Host = new HostText(plan.Host);
        Function source = plan.Function.Source;
        _definitions = plan.Function.Definitions.ToDictionary(d => d.Id);
        foreach (Node node in source.Body.AllNodes())
        {
            if (RegionCutter.IsImmaterial(node))
                _immaterial.Add(node.Result.Id, node);
            else if (node.Operator is Full && ScalarConstant(node.Inputs[0]) is { } number)
                _filled.Add(node.Result.Id, number);
        }
        foreach (Node view in plan.Function.Blocks.SelectMany(b => b.Nodes).Where(n => n.Operator is Reshape))
            _views.Add(view.Result.Id, view.Inputs[0]);
        var locals = new Names("live", "weights", "lane", "count");
        _arguments = [.. source.Inputs.Select(i => locals.Camel(i.Name ?? "x"))];
        _results = [.. source.Results.Select(r => locals.Camel(r.Name))];
        _slots = [.. plan.Slots.Select(s => "_" + fields.Camel(prefix.Length == 0 ? s.Name : $"{prefix} {s.Name}"))];
    }

    public FunctionPlan Plan { get; }
    public string Method { get; }
    public WeightFields Weights { get; }
    public HostText Host { get; }

    public string Argument(int index) => _arguments[index];

    public string Result(int index) => _results[index];

    public string SlotName(int slot) => _slots[slot];

    public TensorType TypeOf(ValueId value) => _definitions[value].Type;

    public Place? PlaceOf(ValueId value) => Plan.Places.TryGetValue(value, out Place? place) ? place : null;

    /// <summary>The value that a chain of reshapes renames.</summary>
    public ValueId RootOf(ValueId value)
    {
        while (_views.TryGetValue(value, out ValueId viewed))
            value = viewed;
        return value;
    }

    /// <summary>The node of a weight, a constant or a size.</summary>
    public Node? ImmaterialNode(ValueId value) => _immaterial.TryGetValue(value, out Node? node) ? node : null;

    /// <summary>The node of a stored weight.</summary>
    public Node? WeightNode(ValueId value) => ImmaterialNode(value) is { Operator: Weight } node ? node : null;

    /// <summary>A scalar constant as a literal of an emitted expression.</summary>
    public Scalar.Literal? ScalarConstant(ValueId value) =>
        ImmaterialNode(value)?.Operator is Constant { Type.IsScalar: true } constant
            ? new Scalar.Literal(constant.Values[0], constant.Type.Element)
            : null;

    /// <summary>The number that all elements of a value are, where it is known.</summary>
    public Scalar.Literal? EveryElement(ValueId value) =>
        ScalarConstant(value) ?? (_filled.TryGetValue(value, out Scalar.Literal? number) ? number : null);

    /// <summary>The rows that hold a value.</summary>
    public string Rows(ValueId value) =>
        PlaceOf(value) switch
        {
            Place.Buffer buffer => _slots[buffer.Slot],
            Place.Argument argument => _arguments[argument.Index],
            Place.Result result => _results[result.Index],
            Place.Stored stored => StoredRows(stored.Value),
            _ => throw new InvalidOperationException($"{value} has no rows in {Plan.Function.Name}"),
        };

    public string StoredRows(ValueId value)
    {
        Node node = _immaterial[value];
        return node.Operator is Weight weight
            ? Weights.Weight(weight.Path, WeightForm.Plain.Of(weight), [.. node.Inputs.Select(Host.Of)])
            : Weights.Constant((Constant)node.Operator);
    }

    public string Packed(ValueId value, WeightForm form)
    {
        Node node = _immaterial[value];
        return Weights.Weight(((Weight)node.Operator).Path, form, [.. node.Inputs.Select(Host.Of)]);
    }
}
