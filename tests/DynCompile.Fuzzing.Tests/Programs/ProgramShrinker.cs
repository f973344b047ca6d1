using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>
/// Programs that are a little smaller than a given one, the smallest steps last: without a declaration or a statement, with a body in
/// its statement's place, with a part of an expression or a literal in the expression's place. Not all of them are well-typed.
/// </summary>
internal static class ProgramShrinker
{
    private static readonly Expression[] Literals = [Tree.Number(0), Tree.Real(0.5), Tree.Flag(true), Tree.Flag(false), Tree.Number(1)];

    public static IEnumerable<CompilationUnit> Smaller(CompilationUnit unit)
    {
        IEnumerable<CompilationUnit> withoutOwner =
        [
            .. unit.Functions.Select((_, i) => unit with { Functions = Without(unit.Functions, i, 1) }),
            .. unit.Blocks.Select((_, i) => unit with { Blocks = Without(unit.Blocks, i, 1) }),
        ];
        return withoutOwner.Concat(InBodies(unit, Shorter)).Concat(InBodies(unit, Simpler)).Concat(Results(unit));
    }

    private static IEnumerable<CompilationUnit> InBodies(CompilationUnit unit, Func<Body, IEnumerable<Body>> smaller)
    {
        if (unit.Model is { } model)
        {
            foreach (Body body in smaller(model.Body))
                yield return unit with
                {
                    Model = model with { Body = body },
                };
        }
        for (int i = 0; i < unit.Blocks.Length; i++)
        {
            foreach (Body body in smaller(unit.Blocks[i].Body))
                yield return unit with
                {
                    Blocks = Parts.Set(unit.Blocks, i, unit.Blocks[i] with { Body = body }),
                };
        }
        for (int i = 0; i < unit.Functions.Length; i++)
        {
            foreach (Body body in smaller(unit.Functions[i].Body))
                yield return unit with
                {
                    Functions = Parts.Set(unit.Functions, i, unit.Functions[i] with { Body = body }),
                };
        }
    }

    // A result of the model goes, and with it its value in every return and exit.
    private static IEnumerable<CompilationUnit> Results(CompilationUnit unit)
    {
        if (unit.Model is not { Results.Length: > 1 } model)
            yield break;
        for (int i = 0; i < model.Results.Length; i++)
        {
            int dropped = i;
            yield return unit with
            {
                Model = model with { Results = Without(model.Results, i, 1), Body = MapLeaves(model.Body, v => Without(v, dropped, 1)) },
            };
        }
        for (int i = 0; i < model.Inputs.Length; i++)
            yield return unit with
            {
                Model = model with { Inputs = Without(model.Inputs, i, 1) },
            };
    }

    private static Body MapLeaves(Body body, Func<EquatableArray<Expression>, EquatableArray<Expression>> change) =>
        body with
        {
            Statements = [.. body.Statements.Select(s => Leaves(s, change))],
        };

    private static Statement Leaves(Statement statement, Func<EquatableArray<Expression>, EquatableArray<Expression>> change)
    {
        switch (statement)
        {
            case ReturnStatement s:
                return s with { Values = change(s.Values) };
            case ExitStatement s:
                return s with { Values = change(s.Values) };
            case FunctionDeclaration:
                return statement;
        }
        for (int i = Parts.Bodies(statement).Count() - 1; i >= 0; i--)
        {
            Part<Body, Statement> part = Parts.Bodies(statement).ElementAt(i);
            statement = part.Replace(MapLeaves(part.Value, change));
        }
        return statement;
    }

    // ---- statements

    /// <summary>Bodies with fewer statements: first without halves, then without single ones, then with inner bodies in place.</summary>
    private static IEnumerable<Body> Shorter(Body body)
    {
        EquatableArray<Statement> statements = body.Statements;
        for (int length = statements.Length / 2; length >= 1; length /= 2)
        {
            for (int first = statements.Length - length; first >= 0; first -= length)
                yield return body with
                {
                    Statements = Without(statements, first, length),
                };
        }
        for (int i = 0; i < statements.Length; i++)
        {
            foreach (Part<Body, Statement> part in Parts.Bodies(statements[i]))
                yield return body with
                {
                    Statements = [.. statements.Take(i), .. part.Value.Statements, .. statements.Skip(i + 1)],
                };
            if (statements[i] is IfStatement { Else: not null } branch)
                yield return body with
                {
                    Statements = Parts.Set(statements, i, branch with { Else = null }),
                };
            foreach (Part<Body, Statement> part in Parts.Bodies(statements[i]))
            {
                foreach (Body inner in Shorter(part.Value))
                    yield return body with
                    {
                        Statements = Parts.Set(statements, i, part.Replace(inner)),
                    };
            }
        }
    }

    /// <summary>Bodies with a simpler expression.</summary>
    private static IEnumerable<Body> Simpler(Body body)
    {
        for (int i = 0; i < body.Statements.Length; i++)
        {
            foreach (Statement simpler in Simpler(body.Statements[i]))
                yield return body with
                {
                    Statements = Parts.Set(body.Statements, i, simpler),
                };
        }
    }

    private static IEnumerable<Statement> Simpler(Statement statement)
    {
        foreach (Part<Expression, Statement> part in Parts.Of(statement))
        {
            foreach (Expression simpler in Simpler(part.Value))
                yield return part.Replace(simpler);
        }
        foreach (Part<Body, Statement> part in Parts.Bodies(statement))
        {
            foreach (Body simpler in Simpler(part.Value))
                yield return part.Replace(simpler);
        }
    }

    /// <summary>Parts of an expression, literals, and the expression with simpler parts.</summary>
    private static IEnumerable<Expression> Simpler(Expression expression)
    {
        foreach (Part<Expression, Expression> part in Parts.Of(expression))
            yield return part.Value;
        if (expression is not (IntegerLiteral or FloatLiteral or BoolLiteral or SparsityLiteral or ElementTypeName or TypeExpression))
        {
            foreach (Expression literal in Literals)
                yield return literal;
        }
        if (expression is ListExpression { Elements.Length: > 1 } list)
            yield return list with
            {
                Elements = [list.Elements[0]],
            };
        if (expression is CallExpression { Arguments: [.., { Name: not null }] } call)
            yield return call with
            {
                Arguments = Without(call.Arguments, call.Arguments.Length - 1, 1),
            };
        if (expression is PipeExpression { Target: NameExpression or IndexExpression } pipe)
            yield return Tree.Call(pipe.Target, [pipe.Value]);
        foreach (Part<Expression, Expression> part in Parts.Of(expression))
        {
            foreach (Expression simpler in Simpler(part.Value))
                yield return part.Replace(simpler);
        }
    }

    private static EquatableArray<T> Without<T>(EquatableArray<T> items, int first, int count) =>
        [.. items.Take(first), .. items.Skip(first + count)];
}
