using System.Globalization;
using System.Text;
using DynCompile.Graph.Operators;
using DynCompile.Graph.TextForm;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Writes the text form of a graph (<c>.dnnir</c>), which <see cref="GraphParser"/> reads back as an equal graph.</summary>
public sealed class GraphPrinter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    private GraphPrinter() { }

    public static string Print(ModelGraph graph)
    {
        var printer = new GraphPrinter();
        printer.WriteHeader(graph);
        foreach (Function function in graph.Functions)
        {
            printer.WriteLine("");
            printer.Write(function);
        }
        return printer._text.ToString();
    }

    public static string Print(Function function)
    {
        var printer = new GraphPrinter();
        printer.Write(function);
        return printer._text.ToString();
    }

    /// <summary>One line: the node without its bodies.</summary>
    public static string Print(Node node)
    {
        string results = string.Join(", ", node.Results.Select(Name));
        string equals = node.Results.IsEmpty ? "" : " = ";
        string inputs = node.Inputs.IsEmpty ? "" : " " + string.Join(", ", node.Inputs);
        string attributes = string.Join(", ", node.Operator.Attributes.Select(a => $"{a.Name}: {a.Value}"));
        string braces = attributes.Length == 0 ? "" : $" {{{attributes}}}";
        string types = node.Results.IsEmpty ? "" : " : " + string.Join(", ", node.Results.Select(r => r.Type));
        return $"{results}{equals}{node.Operator.Name}{inputs}{braces}{types}{Place(node.Origin)}";
    }

    private void WriteHeader(ModelGraph graph)
    {
        WriteLine($"model {Name(graph.Name)}");
        if (graph.Documentation.Length > 0)
            WriteLine($"documentation {AttributeValue.Quote(graph.Documentation)}");
        foreach (Elastic elastic in graph.Elastics)
            WriteLine($"elastic {Values(elastic.Symbol)}{Place(elastic.Origin)}");
        foreach (SizeSymbol size in graph.Bounds.Sizes)
            WriteLine($"bounded {Values(size)}");
        if (graph.Bounds != Bounds.None)
            WriteLine($"border ({string.Join(", ", graph.Bounds.Inputs)}) -> ({string.Join(", ", graph.Bounds.Results)})");
        IEnumerable<SizeSymbol> declared = graph.Elastics.Select(e => e.Symbol).Concat(graph.Bounds.Sizes);
        foreach (SizeSymbol symbol in SymbolsOf.Graph(graph).Except(declared).OrderBy(s => s.Name, StringComparer.Ordinal))
            WriteLine($"symbol {Values(symbol)}");
        foreach (LeaveSite site in graph.LeaveSites)
            WriteLine($"exit {AttributeValue.Quote(site.Name)} [{string.Join(", ", site.Numbers)}]{Place(site.Origin)}");
        foreach (State state in graph.States)
            WriteLine($"state {Name(state.Name)} = {AttributeValue.WriteReal(state.Initial)}{Place(state.Origin)}");
    }

    private static string Values(SizeSymbol symbol) =>
        symbol.IsLongRange
            ? $"{Name(symbol.Name)} in {symbol.Smallest}..{symbol.Largest}"
            : $"{Name(symbol.Name)} in [{string.Join(", ", symbol.Values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]";

    private void Write(Function function)
    {
        string results = string.Join(", ", function.Results.Select(r => $"{Name(r.Name)}: {r.Type}"));
        WriteLine($"func {Name(function.Name)}({Parameters(function.Inputs)}) -> ({results}) {{");
        WriteContent(function.Body);
        WriteLine("}");
    }

    private void Write(Node node)
    {
        Indent();
        _text.Append(Print(node));
        for (int i = 0; i < node.Bodies.Length; i++)
        {
            Body body = node.Bodies[i];
            _text.Append($" {Label(node.Operator, i)}");
            if (!body.Parameters.IsEmpty)
                _text.Append($" ({Parameters(body.Parameters)})");
            _text.Append(" {\n");
            WriteContent(body);
            Indent();
            _text.Append('}');
        }
        _text.Append('\n');
    }

    private void WriteContent(Body body)
    {
        _depth++;
        foreach (Node node in body.Nodes)
            Write(node);
        string site = body.End.Ending == Ending.Leave ? $" {body.End.Site}" : "";
        string values = body.End.Values.IsEmpty ? "" : " " + string.Join(", ", body.End.Values);
        WriteLine($"{body.End.Ending.ToString().ToLowerInvariant()}{site}{values}");
        _depth--;
    }

    private static string Label(Operator op, int index) =>
        op switch
        {
            If => index == 0 ? "then" : "else",
            Loop { HasCondition: true } when index == 0 => "while",
            _ => "do",
        };

    private static string Parameters(EquatableArray<Definition> parameters) =>
        string.Join(", ", parameters.Select(p => $"{Name(p)}: {p.Type}"));

    private static string Name(Definition definition) =>
        definition.Name is { } name ? $"{definition.Id}.{Name(name)}" : definition.Id.ToString();

    private static string Name(string name) => GraphLexer.IsWord(name) ? name : AttributeValue.Quote(name);

    private static string Place(Origin origin)
    {
        if (origin == Origin.None)
            return "";
        string file = origin.File is null ? "" : AttributeValue.Quote(origin.File) + ":";
        return $" @{file}{origin.Line}:{origin.Column}";
    }

    private void WriteLine(string line)
    {
        if (line.Length > 0)
            Indent();
        _text.Append(line).Append('\n');
    }

    private void Indent() => _text.Append(' ', 2 * _depth);
}
