using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>A part of a tree, and how the tree looks with another one there.</summary>
internal sealed record Part<TPart, TWhole>(TPart Value, Func<TPart, TWhole> Replace);

/// <summary>The parts of expressions and statements, for whoever changes trees without knowing their kinds.</summary>
internal static class Parts
{
    /// <summary>The expressions directly in an expression.</summary>
    public static IEnumerable<Part<Expression, Expression>> Of(Expression expression) =>
        expression switch
        {
            UnaryExpression e => [new(e.Operand, x => e with { Operand = x })],
            BinaryExpression e => [new(e.Left, x => e with { Left = x }), new(e.Right, x => e with { Right = x })],
            CallExpression e =>
            [
                .. e.Callee is NameExpression or ElementTypeName
                    ? Enumerable.Empty<Part<Expression, Expression>>()
                    : [new(e.Callee, x => e with { Callee = x })],
                .. Each(e.Arguments, a => a.Value, (a, x) => a with { Value = x }, Expression (a) => e with { Arguments = a }),
            ],
            IndexExpression e =>
            [
                new(e.Target, x => e with { Target = x }),
                .. e.Indices.SelectMany(
                    (index, i) =>
                        Of(index)
                            .Select(p => new Part<Expression, Expression>(
                                p.Value,
                                x => e with { Indices = Set(e.Indices, i, p.Replace(x)) }
                            ))
                ),
            ],
            MemberExpression e => [new(e.Target, x => e with { Target = x })],
            ListExpression e => Each(e.Elements, v => v, (_, x) => x, Expression (v) => e with { Elements = v }),
            PipeExpression { Target: CallExpression call } e =>
            [
                new(e.Value, x => e with { Value = x }),
                .. Of(call).Select(p => new Part<Expression, Expression>(p.Value, x => e with { Target = p.Replace(x) })),
            ],
            PipeExpression { Target: IndexExpression or Hole } e =>
            [
                new(e.Value, x => e with { Value = x }),
                new(e.Target, x => e with { Target = x }),
            ],
            PipeExpression e => [new(e.Value, x => e with { Value = x })],
            _ => [],
        };

    private static IEnumerable<Part<Expression, IndexSyntax>> Of(IndexSyntax index) =>
        index switch
        {
            SingleIndex i => [new(i.Value, x => i with { Value = x })],
            _ => [],
        };

    /// <summary>The expressions directly in a statement, without those of its bodies.</summary>
    public static IEnumerable<Part<Expression, Statement>> Of(Statement statement) =>
        statement switch
        {
            LetStatement s => [new(s.Value, x => s with { Value = x })],
            VarStatement s => [new(s.Value, x => s with { Value = x })],
            AssignStatement s =>
            [
                new(s.Value, x => s with { Value = x }),
                .. s.Targets.SelectMany(
                    (target, t) =>
                        target.Indices.SelectMany(
                            (index, i) =>
                                Of(index)
                                    .Select(p => new Part<Expression, Statement>(
                                        p.Value,
                                        x =>
                                            s with
                                            {
                                                Targets = Set(s.Targets, t, target with { Indices = Set(target.Indices, i, p.Replace(x)) }),
                                            }
                                    ))
                        )
                ),
            ],
            IfStatement s => [new(s.Condition, x => s with { Condition = x })],
            WhileStatement s => [new(s.Condition, x => s with { Condition = x })],
            ForStatement s =>
            [
                new(s.Range.Start, x => s with { Range = s.Range with { Start = x } }),
                new(s.Range.End, x => s with { Range = s.Range with { End = x } }),
            ],
            ReturnStatement s => Each(s.Values, v => v, (_, x) => x, Statement (v) => s with { Values = v }),
            ExitStatement s =>
            [
                .. Each(s.Values, v => v, (_, x) => x, Statement (v) => s with { Values = v }),
                .. s.When is { } when
                    ? [new Part<Expression, Statement>(when, x => s with { When = x })]
                    : Array.Empty<Part<Expression, Statement>>(),
            ],
            WithStatement s => [new(s.Value, x => s with { Value = x })],
            _ => [],
        };

    /// <summary>The bodies directly in a statement.</summary>
    public static IEnumerable<Part<Body, Statement>> Bodies(Statement statement) =>
        statement switch
        {
            IfStatement { Else: { } otherwise } s => [new(s.Then, b => s with { Then = b }), new(otherwise, b => s with { Else = b })],
            IfStatement s => [new(s.Then, b => s with { Then = b })],
            WhileStatement s => [new(s.Body, b => s with { Body = b })],
            ForStatement s => [new(s.Body, b => s with { Body = b })],
            WithStatement s => [new(s.Body, b => s with { Body = b })],
            FunctionDeclaration s => [new(s.Body, b => s with { Body = b })],
            _ => [],
        };

    /// <summary>An expression with all its parts changed.</summary>
    public static Expression Map(Expression expression, Func<Expression, Expression> change)
    {
        // From the last one on: a callee that becomes a name is no part any more.
        for (int i = Of(expression).Count() - 1; i >= 0; i--)
        {
            Part<Expression, Expression> part = Of(expression).ElementAt(i);
            expression = part.Replace(change(part.Value));
        }
        return expression;
    }

    /// <summary>A statement with all its expressions changed, those of its bodies included.</summary>
    public static Statement Map(Statement statement, Func<Expression, Expression> change)
    {
        for (int i = Of(statement).Count() - 1; i >= 0; i--)
        {
            Part<Expression, Statement> part = Of(statement).ElementAt(i);
            statement = part.Replace(change(part.Value));
        }
        for (int i = Bodies(statement).Count() - 1; i >= 0; i--)
        {
            Part<Body, Statement> part = Bodies(statement).ElementAt(i);
            statement = part.Replace(Map(part.Value, change));
        }
        return statement;
    }

    public static Body Map(Body body, Func<Expression, Expression> change) =>
        body with
        {
            Statements = [.. body.Statements.Select(s => Map(s, change))],
        };

    public static EquatableArray<T> Set<T>(EquatableArray<T> items, int index, T item) => new(items.Items.SetItem(index, item));

    private static IEnumerable<Part<Expression, TWhole>> Each<T, TWhole>(
        EquatableArray<T> items,
        Func<T, Expression> get,
        Func<T, Expression, T> set,
        Func<EquatableArray<T>, TWhole> whole
    ) => items.Select((item, i) => new Part<Expression, TWhole>(get(item), x => whole(Set(items, i, set(item, x)))));
}
