using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>Walks over trees that need not know the kinds of nodes.</summary>
public static class SyntaxTree
{
    /// <summary>How deep statements and expressions nest at most; `a + b + c` is two deep.</summary>
    public const int DeepestNesting = Brackets.DeepestNesting;

    /// <summary>The parts of a node, in text order.</summary>
    public static IEnumerable<SyntaxNode> Children(SyntaxNode node) =>
        node switch
        {
            CompilationUnit n => Join(n.Imports, n.Functions, n.Blocks, One(n.Model)),
            ImportDeclaration n => [n.Path],
            ModelDeclaration n => Join(One(n.Name), n.Inputs, n.Results, One(n.Body)),
            BlockDeclaration n => Join(One(n.Name), n.CompileTimeParameters, n.Inputs, n.Results, One(n.Body)),
            FunctionDeclaration n => Join(One(n.Name), n.Inputs, n.Results, One(n.Body)),
            CompileTimeParameter n => Join(One(n.Name), One(n.Default)),
            InputSyntax n => [n.Name, n.Type],
            ResultSyntax n => Join(One(n.Name), One(n.Type)),
            LayerDeclaration n => Join(One(n.Name), n.Dimensions, One(n.Constructor), n.Arguments, One(n.FromPath)),
            ParamDeclaration n => Join(One(n.Name), One(n.Type), One(n.FromPath)),
            StateDeclaration n => [n.Name, n.Type, n.Initial],
            ElasticDeclaration n => [n.Name, n.Choices],
            ElasticList n => n.Values,
            ElasticRange n => [n.Range],
            Body n => n.Statements,
            LetStatement n => Join(n.Targets, One(n.Value)),
            VarStatement n => Join(n.Targets, One(n.Value)),
            AssignStatement n => Join(n.Targets, One(n.Value)),
            AssignTarget n => Join(One(n.Name), n.Indices),
            IfStatement n => Join(One(n.Condition), One(n.Then), One(n.Else)),
            WhileStatement n => Join(One(n.Condition), One(n.Limit), One(n.Body)),
            ForStatement n => Join(One(n.Variable), One(n.Range), One(n.Limit), One(n.Body)),
            RangeSyntax n => [n.Start, n.End],
            ReturnStatement n => n.Values,
            ExitStatement n => Join(One(n.Name), n.Values, One(n.When)),
            WithStatement n => [n.Elastic, n.Value, n.Body],
            UnaryExpression n => [n.Operand],
            BinaryExpression n => [n.Left, n.Right],
            CallExpression n => Join(One(n.Callee), n.Arguments),
            Argument n => Join(One(n.Name), One(n.Value)),
            IndexExpression n => Join(One(n.Target), n.Indices),
            SingleIndex n => [n.Value],
            RangeIndex n => Join(One(n.Start), One(n.End)),
            MemberExpression n => [n.Target, n.Member],
            ListExpression n => n.Elements,
            TupleExpression n => n.Items,
            PipeExpression n => [n.Value, n.Target],
            TypeExpression n => [n.Type],
            TypeSyntax n => n.Dimensions,
            DimensionSyntax n => Join(One(n.Size), One(n.Bound)),
            _ => [],
        };

    /// <summary>
    /// The first statement or expression that has too many others around it. Long chains (`a + b + c + …`) make deep trees without deep
    /// brackets; rejecting them here lets every later walk of the tree recurse.
    /// </summary>
    public static SyntaxNode? FindTooDeep(SyntaxNode root)
    {
        var waiting = new Stack<(SyntaxNode Node, int Depth)>();
        waiting.Push((root, 0));
        while (waiting.Count > 0)
        {
            (SyntaxNode node, int depth) = waiting.Pop();
            if (depth > DeepestNesting)
                return node;
            foreach (SyntaxNode child in Children(node).Reverse())
                waiting.Push((child, child is Statement or Expression ? depth + 1 : depth));
        }
        return null;
    }

    private static IEnumerable<SyntaxNode> One(SyntaxNode? node) => node is null ? [] : [node];

    private static IEnumerable<SyntaxNode> Join(params IEnumerable<SyntaxNode>[] parts) => parts.SelectMany(part => part);
}
