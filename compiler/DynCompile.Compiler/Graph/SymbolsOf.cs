namespace DynCompile.Graph;

/// <summary>Which size symbols a graph names, in its types, its attributes and its <c>with</c>s.</summary>
internal static class SymbolsOf
{
    /// <summary>All symbols, by name.</summary>
    public static IEnumerable<SizeSymbol> Graph(ModelGraph graph) =>
        graph
            .Functions.SelectMany(f => f.Results.SelectMany(r => r.Type.Symbols).Concat(Body(f.Body)))
            .Distinct()
            .OrderBy(s => s.Name, StringComparer.Ordinal);

    public static IEnumerable<SizeSymbol> Body(Body body) =>
        body.Parameters.SelectMany(p => p.Type.Symbols).Concat(body.Nodes.SelectMany(Node));

    /// <summary>The symbols of a node and of the bodies in it.</summary>
    public static IEnumerable<SizeSymbol> Node(Node node) =>
        node.Results.SelectMany(r => r.Type.Symbols).Concat(Operator(node.Operator)).Concat(node.Bodies.SelectMany(Body));

    public static IEnumerable<SizeSymbol> Operator(Operator op) => op.Attributes.SelectMany(a => Attribute(a.Value));

    private static IEnumerable<SizeSymbol> Attribute(AttributeValue value) =>
        value switch
        {
            AttributeValue.Integer integer => integer.Value.Symbols,
            AttributeValue.Type type => type.Value.Symbols,
            AttributeValue.List list => list.Items.SelectMany(Attribute),
            _ => [],
        };
}
