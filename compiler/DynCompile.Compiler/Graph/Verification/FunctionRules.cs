using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Verification;

/// <summary>The rules inside one function.</summary>
internal sealed partial class FunctionRules
{
    /// <summary>Where a body stands, for what may end it.</summary>
    /// <param name="Yields">The types that a yield gives; null where none may stand.</param>
    /// <param name="Carried">The types that the nearest loop carries; null outside loops and in their conditions.</param>
    /// <param name="MayLeave">False in the condition of a loop.</param>
    private sealed record Place(EquatableArray<TensorType>? Yields, EquatableArray<TensorType>? Carried, bool MayLeave);

    private readonly ModelGraph _graph;
    private readonly Function _function;
    private readonly IReadOnlyDictionary<string, FunctionBorder> _earlier;

    private readonly HashSet<ValueId> _defined = [];
    private readonly Dictionary<ValueId, TensorType> _visible = [];
    private readonly HashSet<SizeSymbol> _bound;
    private readonly List<SizeSymbol> _free = [];

    public FunctionRules(ModelGraph graph, Function function, IReadOnlyDictionary<string, FunctionBorder> earlier)
    {
        _graph = graph;
        _function = function;
        _earlier = earlier;
        _bound = [.. graph.Elastics.Select(e => e.Symbol)];
    }

    public IReadOnlyList<SizeSymbol> FreeSymbols => _free;

    private bool IsMain => ReferenceEquals(_function, _graph.Main);

    public void Check()
    {
        CheckSymbols(_function.Results.SelectMany(r => r.Type.Symbols));
        CheckBody(_function.Body, new Place(Yields: null, Carried: null, MayLeave: true), _function.Name);
    }

    private void CheckBody(Body body, Place place, Subject subject)
    {
        var own = new List<Definition>();
        foreach (Definition parameter in body.Parameters)
            Define(parameter, subject, own);
        foreach (Node node in body.Nodes)
        {
            CheckNode(node, place);
            foreach (Definition result in node.Results)
                Define(result, node, own);
        }
        CheckEnd(body, place, subject);
        foreach (Definition definition in own)
            _visible.Remove(definition.Id);
    }

    private void Define(Definition definition, Subject subject, List<Definition> own)
    {
        if (!_defined.Add(definition.Id))
            throw new BrokenRuleException(subject, $"{definition.Id} is defined twice in {_function.Name}");
        CheckSymbols(definition.Type.Symbols);
        _visible.Add(definition.Id, definition.Type);
        own.Add(definition);
    }

    private void CheckSymbols(IEnumerable<SizeSymbol> symbols)
    {
        foreach (SizeSymbol symbol in symbols)
        {
            if (!_bound.Contains(symbol) && !_free.Contains(symbol))
                _free.Add(symbol);
        }
    }

    private TensorType TypeOf(ValueId id, Subject subject) =>
        _visible.TryGetValue(id, out TensorType? type) ? type
        : _defined.Contains(id) ? throw new BrokenRuleException(subject, $"{id} is not visible here")
        : throw new BrokenRuleException(subject, $"{id} is used before it is defined");

    private EquatableArray<TensorType> TypesOf(EquatableArray<ValueId> ids, Subject subject) => [.. ids.Select(i => TypeOf(i, subject))];

    private void CheckEnd(Body body, Place place, Subject subject)
    {
        Terminator end = body.End;
        string name = end.Ending.ToString().ToLowerInvariant();
        EquatableArray<TensorType> given = TypesOf(end.Values, subject);
        switch (end.Ending)
        {
            case Ending.Yield:
                RequireTypes(place.Yields ?? throw new BrokenRuleException(subject, "a yield may not end this body"), given, name, subject);
                break;
            case Ending.Continue or Ending.Break:
                RequireTypes(
                    place.Carried ?? throw new BrokenRuleException(subject, $"a {name} stands outside of any loop's body"),
                    given,
                    name,
                    subject
                );
                break;
            case Ending.Leave:
                if (!place.MayLeave)
                    throw new BrokenRuleException(subject, "a loop's condition may not leave the function");
                RequireTypes([.. _function.Results.Select(r => r.Type)], given, name, subject);
                if (IsMain && (end.Site < 0 || end.Site >= _graph.LeaveSites.Length))
                    throw new BrokenRuleException(subject, $"leave {end.Site} is none of {_graph.LeaveSites.Length} exits");
                break;
            default:
                if (!end.Values.IsEmpty || !EndsInJumps(body))
                    throw new BrokenRuleException(subject, "the end is reachable, for not all bodies of the last node jump");
                break;
        }
        // What follows bodies that all jump can never run.
        if (end.Ending != Ending.Unreachable && EndsInJumps(body))
            throw new BrokenRuleException(subject, "the end is unreachable, for all bodies of the last node jump");
    }

    private static bool EndsInJumps(Body body) => !body.Nodes.IsEmpty && AlwaysJumps(body.Nodes[^1]);

    private static bool AlwaysJumps(Node node) => node.Operator is If or Switch or With && node.Bodies.All(b => b.End.IsJump);

    private static void RequireTypes(EquatableArray<TensorType> expected, EquatableArray<TensorType> given, string what, Subject subject)
    {
        if (expected != given)
            throw new BrokenRuleException(subject, $"the {what} gives ({string.Join(", ", given)}), not ({string.Join(", ", expected)})");
    }

    private static void RequireType(TensorType expected, TensorType given, string what, Subject subject)
    {
        if (expected != given)
            throw new BrokenRuleException(subject, $"{what} is {given}, not {expected}");
    }

    private static bool IsIndex(TensorType type) => type is { IsScalar: true, Element: ElementType.I32 or ElementType.I64 };
}
