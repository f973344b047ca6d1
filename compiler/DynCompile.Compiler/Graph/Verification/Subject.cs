namespace DynCompile.Graph.Verification;

/// <summary>What a broken rule is about: a name, or a node. A node may hold thousands of others, so it is printed only for a message.</summary>
internal readonly record struct Subject(string? Name, Node? Node)
{
    public static implicit operator Subject(string name) => new(name, null);

    public static implicit operator Subject(Node node) => new(null, node);

    public override string ToString() => Name ?? GraphPrinter.Print(Node!);
}
