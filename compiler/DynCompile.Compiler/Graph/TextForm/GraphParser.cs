using System.Collections.Immutable;
using DynCompile.Graph.TextForm;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>
/// Reads the text form that <see cref="GraphPrinter"/> writes. It checks the form only; whether the graph makes sense is the
/// verifier's business.
/// </summary>
public sealed class GraphParser
{
    private readonly TokenReader _tokens;
    private readonly Dictionary<string, SizeSymbol> _symbols = new(StringComparer.Ordinal);
    private readonly AttributeReader _attributes;

    private GraphParser(string text)
    {
        _tokens = new TokenReader(GraphLexer.Read(text));
        _attributes = new AttributeReader(_tokens, _symbols);
    }

    /// <exception cref="GraphFormatException">The text is not a graph's text form.</exception>
    public static ModelGraph Parse(string text)
    {
        var parser = new GraphParser(text);
        ModelGraph graph = parser.ReadGraph();
        return parser._tokens.Peek.Kind == TokenKind.End
            ? graph
            : throw parser._tokens.Error($"{parser._tokens.Peek} stands behind the last function");
    }

    private ModelGraph ReadGraph()
    {
        _tokens.ExpectWord("model");
        string name = _tokens.Name("the model's name");
        string documentation = _tokens.TryTakeWord("documentation") ? _tokens.Expect(TokenKind.Quoted, "text in quotes") : "";
        var elastics = new List<Elastic>();
        while (_tokens.TryTakeWord("elastic"))
            elastics.Add(new Elastic(ReadSymbol(), ReadOrigin()));
        var bounded = new List<SizeSymbol>();
        while (_tokens.TryTakeWord("bounded"))
            bounded.Add(ReadSymbol());
        Bounds bounds = bounded.Count == 0 ? Bounds.None : ReadBorder([.. bounded]);
        while (_tokens.TryTakeWord("symbol"))
            ReadSymbol();
        var sites = new List<LeaveSite>();
        while (_tokens.TryTakeWord("exit"))
            sites.Add(ReadLeaveSite());
        var states = new List<State>();
        while (_tokens.TryTakeWord("state"))
            states.Add(ReadState());
        var functions = new List<Function>();
        while (_tokens.TryTakeWord("func"))
            functions.Add(ReadFunction());
        if (functions.Count == 0)
            throw _tokens.Error("a graph has at least one function");
        return new ModelGraph(name, [.. elastics], bounds, [.. sites], [.. states], [.. functions], documentation);
    }

    private SizeSymbol ReadSymbol()
    {
        Token start = _tokens.Peek;
        string name = _tokens.Name("a name");
        _tokens.ExpectWord("in");
        List<long> values = ReadSymbolValues();
        if (values.Count == 0)
            throw TokenReader.Error(start, $"{start} has no values");
        var symbol = new SizeSymbol(name, values.ToImmutableArray());
        if (_symbols.ContainsKey(name))
            throw TokenReader.Error(start, $"{start} is declared twice");
        _symbols.Add(name, symbol);
        return symbol;
    }

    // [16, 32] or 1..512, both ends included
    private List<long> ReadSymbolValues()
    {
        if (_tokens.TryTake("["))
            return _tokens.ListUntil("]", _attributes.Integer);
        Token start = _tokens.Peek;
        long first = _attributes.Integer();
        _tokens.Expect("..");
        long last = _attributes.Integer();
        if (last < first || last - first >= SizeSymbol.MostValues)
            throw TokenReader.Error(start, $"{first}..{last} is no range of sizes");
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i)];
    }

    // border (i32[T]) -> (f32[T, 5])
    private Bounds ReadBorder(EquatableArray<SizeSymbol> sizes)
    {
        _tokens.ExpectWord("border");
        _tokens.Expect("(");
        EquatableArray<TensorType> inputs = [.. _tokens.ListUntil(")", _attributes.Type)];
        _tokens.Expect("->");
        _tokens.Expect("(");
        return new Bounds(sizes, inputs, [.. _tokens.ListUntil(")", _attributes.Type)]);
    }

    // exit "sure" [1, 3] @14:5
    private LeaveSite ReadLeaveSite()
    {
        string name = _tokens.Expect(TokenKind.Quoted, "the exit's name");
        _tokens.Expect("[");
        return new LeaveSite(name, [.. _tokens.ListUntil("]", () => _tokens.Int("a number"))], ReadOrigin());
    }

    // state held = 0 @3:5
    private State ReadState()
    {
        string name = _tokens.Name("the state's name");
        _tokens.Expect("=");
        double initial = AttributeReader.RealBehindSign(_tokens, _tokens.TryTake("-"));
        return new State(name, initial, ReadOrigin());
    }

    private Function ReadFunction()
    {
        string name = _tokens.Name("the function's name");
        _tokens.Expect("(");
        EquatableArray<Definition> inputs = [.. _tokens.ListUntil(")", ReadParameter)];
        _tokens.Expect("->");
        _tokens.Expect("(");
        EquatableArray<Port> results = [.. _tokens.ListUntil(")", ReadPort)];
        return new Function(name, results, ReadBody(inputs));
    }

    private Port ReadPort()
    {
        string name = _tokens.Name("the result's name");
        _tokens.Expect(":");
        return new Port(name, _attributes.Type());
    }

    private Definition ReadParameter()
    {
        (ValueId id, string? name) = ReadDefinedName();
        _tokens.Expect(":");
        return new Definition(id, _attributes.Type(), name);
    }

    private (ValueId Id, string? Name) ReadDefinedName()
    {
        ValueId id = _tokens.Value();
        return (id, _tokens.TryTake(".") ? _tokens.Name("the value's name") : null);
    }

    private Body ReadBody(EquatableArray<Definition> parameters)
    {
        _tokens.Expect("{");
        var nodes = new List<Node>();
        while (true)
        {
            if (TryReadEnd() is not { } end)
            {
                nodes.Add(ReadNode());
                continue;
            }
            _tokens.Expect("}");
            return new Body(parameters, [.. nodes], end);
        }
    }

    private Terminator? TryReadEnd()
    {
        if (_tokens.Peek.Kind != TokenKind.Word || EndingOf(_tokens.Peek.Text) is not { } ending)
            return null;
        _tokens.Take();
        int site = ending == Ending.Leave ? _tokens.Int("the number of the exit") : 0;
        return new Terminator(ending, ReadValues(), site);
    }

    private static Ending? EndingOf(string word) =>
        word switch
        {
            "yield" => Ending.Yield,
            "continue" => Ending.Continue,
            "break" => Ending.Break,
            "leave" => Ending.Leave,
            "unreachable" => Ending.Unreachable,
            _ => null,
        };

    private EquatableArray<ValueId> ReadValues()
    {
        if (_tokens.Peek.Kind != TokenKind.Value)
            return [];
        List<ValueId> values = [_tokens.Value()];
        while (_tokens.TryTake(","))
            values.Add(_tokens.Value());
        return [.. values];
    }

    // %2.a, %3 = op %0, %1 {attribute: value} : f32[4], f32 @7:3 do (%4: i32) { … }
    private Node ReadNode()
    {
        var names = new List<(ValueId Id, string? Name)>();
        if (_tokens.Peek.Kind == TokenKind.Value)
        {
            do names.Add(ReadDefinedName());
            while (_tokens.TryTake(","));
            _tokens.Expect("=");
        }
        Token start = _tokens.Peek;
        string name = _tokens.Expect(TokenKind.Word, "an operator");
        OperatorDefinition definition = OperatorCatalog.Find(name) ?? throw TokenReader.Error(start, $"{start} is no operator");
        EquatableArray<ValueId> inputs = ReadValues();
        Operator op = ReadOperator(start, definition);
        EquatableArray<Definition> results = ReadTypes(names);
        Origin origin = ReadOrigin();
        return new Node(op, inputs, results, ReadBodies(), origin);
    }

    private Operator ReadOperator(Token start, OperatorDefinition definition)
    {
        var given = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        if (_tokens.TryTake("{"))
            _tokens.ListUntil("}", () => ReadAttribute(definition, given));
        if (definition.Attributes.FirstOrDefault(a => a.IsRequired && !given.ContainsKey(a.Name)) is { } missing)
            throw TokenReader.Error(start, $"{start} needs its attribute {missing.Name}");
        try
        {
            return definition.Create(given);
        }
        catch (Exception e)
            when (e is InvalidOperationException or InvalidCastException or OverflowException or ArgumentException or KeyNotFoundException)
        {
            throw TokenReader.Error(start, $"{start} does not take these attributes: {e.Message}");
        }
    }

    private Parameter.Attribute ReadAttribute(OperatorDefinition definition, Dictionary<string, AttributeValue> given)
    {
        Token start = _tokens.Peek;
        string name = _tokens.Expect(TokenKind.Word, "an attribute");
        Parameter.Attribute attribute =
            definition.AllAttributes.FirstOrDefault(a => a.Name == name)
            ?? throw TokenReader.Error(start, $"{definition.Name} has no attribute {name}");
        if (given.ContainsKey(name))
            throw TokenReader.Error(start, $"the attribute {name} is given twice");
        _tokens.Expect(":");
        given.Add(name, _attributes.Read(attribute.Kind));
        return attribute;
    }

    private EquatableArray<Definition> ReadTypes(List<(ValueId Id, string? Name)> names)
    {
        var results = new List<Definition>();
        foreach ((ValueId id, string? name) in names)
        {
            _tokens.Expect(results.Count == 0 ? ":" : ",");
            results.Add(new Definition(id, _attributes.Type(), name));
        }
        return [.. results];
    }

    // @13:14, @"layers.dnn":13:14
    private Origin ReadOrigin()
    {
        if (!_tokens.TryTake("@"))
            return Origin.None;
        string? file = null;
        if (_tokens.Peek.Kind == TokenKind.Quoted)
        {
            file = _tokens.Take().Text;
            _tokens.Expect(":");
        }
        int line = _tokens.Int("a line");
        _tokens.Expect(":");
        return new Origin(line, _tokens.Int("a column"), file);
    }

    private EquatableArray<Body> ReadBodies()
    {
        var bodies = new List<Body>();
        while (_tokens.TryTakeWord("then") || _tokens.TryTakeWord("else") || _tokens.TryTakeWord("while") || _tokens.TryTakeWord("do"))
        {
            EquatableArray<Definition> parameters = _tokens.TryTake("(") ? [.. _tokens.ListUntil(")", ReadParameter)] : [];
            bodies.Add(ReadBody(parameters));
        }
        return [.. bodies];
    }
}
