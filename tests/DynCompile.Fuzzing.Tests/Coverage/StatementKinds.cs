using DynCompile.Syntax;

namespace DynCompile.Fuzzing.Coverage;

/// <summary>The kinds of statements, and what the language has beside operators.</summary>
internal static class StatementKinds
{
    public static IReadOnlyList<string> All { get; } =
    [
        "`let`",
        "`let (…)`",
        "`var`",
        "`var (…)`",
        "`x =`",
        "`x +=`",
        "`x[i] =`",
        "`x[i] +=`",
        "`(x, y) =`",
        "`if`",
        "`if else`",
        "`while`",
        "`for` over constants",
        "`for` over a size",
        "`for` over data",
        "`break`",
        "`continue`",
        "`return` inside",
        "`exit`",
        "`exit when`",
        "named exit",
        "`with`",
        "`elastic`",
        "`state`",
        "bounded size",
        "quantized layer",
        "weight of a layer",
        "compile-time parameter",
        "`layer`",
        "array of layers",
        "array of layers of two dimensions",
        "sparse layer",
        "`param`",
        "block",
        "`fn`",
        "computed layer",
        "pipe",
        "run-time slice",
        "`_`",
    ];

    public static HashSet<string> Of(CompilationUnit unit)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Walk(unit, found, isInside: false);
        return found;
    }

    private static void Walk(SyntaxNode node, HashSet<string> found, bool isInside)
    {
        found.UnionWith(Kinds(node, isInside));
        bool nests = node is IfStatement or WhileStatement or ForStatement or WithStatement;
        foreach (SyntaxNode child in SyntaxTree.Children(node))
            Walk(child, found, isInside || nests);
    }

    private static IEnumerable<string> Kinds(SyntaxNode node, bool isInside) =>
        node switch
        {
            LetStatement s => [s.Targets.Length == 1 ? "`let`" : "`let (…)`"],
            VarStatement s => [s.Targets.Length == 1 ? "`var`" : "`var (…)`"],
            AssignStatement { Targets.Length: > 1 } => ["`(x, y) =`"],
            AssignStatement s => (s.Targets[0].Indices.IsEmpty, s.Update is null) switch
            {
                (true, true) => ["`x =`"],
                (true, false) => ["`x +=`"],
                (false, true) => ["`x[i] =`"],
                (false, false) => ["`x[i] +=`"],
            },
            IfStatement s => [s.Else is null ? "`if`" : "`if else`"],
            WhileStatement => ["`while`"],
            ForStatement { Limit: not null } => ["`for` over data"],
            ForStatement s => [s.Range.End is NameExpression ? "`for` over a size" : "`for` over constants"],
            BreakStatement => ["`break`"],
            ContinueStatement => ["`continue`"],
            ReturnStatement when isInside => ["`return` inside"],
            ExitStatement { Name: not null } => ["`exit when`", "named exit"],
            ExitStatement s => [s.When is null ? "`exit`" : "`exit when`"],
            WithStatement => ["`with`"],
            ElasticDeclaration => ["`elastic`"],
            StateDeclaration => ["`state`"],
            DimensionSyntax { Bound: not null } => ["bounded size"],
            MemberExpression => ["weight of a layer"],
            CompileTimeParameter => ["compile-time parameter"],
            LayerDeclaration s => LayerKinds(s),
            ParamDeclaration => ["`param`"],
            BlockDeclaration => ["block"],
            FunctionDeclaration => ["`fn`"],
            CallExpression { Callee: IndexExpression } => ["computed layer"],
            CallExpression { Callee: NameExpression { Name: "slice" } } => ["run-time slice"],
            PipeExpression => ["pipe"],
            Identifier { IsDiscard: true } => ["`_`"],
            _ => [],
        };

    private static IEnumerable<string> LayerKinds(LayerDeclaration layer)
    {
        yield return layer.Dimensions.Length switch
        {
            0 => "`layer`",
            1 => "array of layers",
            _ => "array of layers of two dimensions",
        };
        if (layer.Arguments.Any(a => a.Value is SparsityLiteral))
            yield return "sparse layer";
        if (layer.Arguments.Any(a => a.Name?.Text == "quantize"))
            yield return "quantized layer";
    }
}
