namespace DynCompile.Syntax.Formatting;

/// <summary>What the tree says about a text's tokens: where statements and declarations begin, and which bodies stay on one line.</summary>
internal sealed class Outline
{
    private readonly Dictionary<int, RowKind> statements = [];
    private readonly Dictionary<int, bool> declarations = [];
    private readonly HashSet<int> flatBodies = [];

    private Outline() { }

    public static Outline Of(CompilationUnit unit)
    {
        var outline = new Outline();
        foreach (ImportDeclaration import in unit.Imports)
            outline.declarations.Add(Start(import), true);
        foreach (FunctionDeclaration function in unit.Functions)
            outline.AddDeclaration(function, function.Body);
        foreach (BlockDeclaration block in unit.Blocks)
            outline.AddDeclaration(block, block.Body);
        if (unit.Model is { } model)
            outline.AddDeclaration(model, model.Body);
        return outline;
    }

    /// <summary>Whether a statement begins at an offset.</summary>
    public bool StartsStatement(int offset) => statements.ContainsKey(offset);

    /// <summary>Whether a declaration of the file begins at an offset.</summary>
    public bool StartsDeclaration(int offset) => declarations.ContainsKey(offset);

    /// <summary>Whether the declaration of the file at an offset is an import or stands on one line.</summary>
    public bool IsShortDeclaration(int offset) => declarations[offset];

    public RowKind RowAt(int offset) => statements.TryGetValue(offset, out RowKind row) ? row : RowKind.None;

    /// <summary>Whether the body with its `{` at an offset stays on one line.</summary>
    public bool IsFlat(int offset) => flatBodies.Contains(offset);

    private void AddDeclaration(SyntaxNode declaration, Body body)
    {
        declarations.Add(Start(declaration), AddOwner(declaration, body));
    }

    /// <summary>Adds what owns bodies; whether it is flat.</summary>
    private bool AddOwner(SyntaxNode owner, params Body[] bodies)
    {
        bool isFlat = IsOnOneLine(owner) && bodies.All(b => b.Statements.Length <= 1);
        foreach (Body body in bodies)
        {
            foreach (Statement statement in body.Statements)
                isFlat &= AddStatement(statement);
        }
        if (isFlat)
            flatBodies.UnionWith(bodies.Select(Start));
        return isFlat;
    }

    /// <summary>Adds a statement; false when it is none for a body on one line.</summary>
    private bool AddStatement(Statement statement)
    {
        statements.Add(Start(statement), RowOf(statement));
        return statement switch
        {
            FunctionDeclaration function => AddOwner(function, function.Body),
            IfStatement branch => AddOwner(branch, [.. Branches(branch)]),
            WhileStatement loop => AddOwner(loop, loop.Body),
            ForStatement loop => AddOwner(loop, loop.Body),
            WithStatement with => AddOwner(with, with.Body),
            _ => true,
        };
    }

    /// <summary>The bodies of an `if` and of all its `else if`s.</summary>
    private static IEnumerable<Body> Branches(IfStatement branch)
    {
        IfStatement? next = branch;
        while (next is not null)
        {
            yield return next.Then;
            Body? otherwise = next.Else;
            // The body that holds an `else if` has no brackets.
            next = otherwise is { Statements: [IfStatement nested] } && !IsBracketed(otherwise) ? nested : null;
            if (next is null && otherwise is not null)
                yield return otherwise;
        }
    }

    private static bool IsBracketed(Body body) => body.Location.Source.Text[Start(body)] == '{';

    private static bool IsOnOneLine(SyntaxNode node) => node.Location.Text.IndexOfAny(['\r', '\n']) < 0;

    private static RowKind RowOf(Statement statement) =>
        statement switch
        {
            LayerDeclaration => RowKind.Layer,
            LetStatement or VarStatement => RowKind.Binding,
            AssignStatement { Update: null } assign => assign.Targets.All(t => t.Indices.IsEmpty) ? RowKind.Assignment : RowKind.Update,
            _ => RowKind.None,
        };

    private static int Start(SyntaxNode node) => node.Location.Span.Start;
}
