using System.Collections.Immutable;
using DynCompile.Fuzzing.Programs.Rules;
using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Statements that were written, and what can be named after them.</summary>
/// <param name="Ends">Whether nothing behind them is reached.</param>
internal sealed record Written(ImmutableList<Statement> Statements, Scope After, bool Ends)
{
    public static Gen<Written> Of(Scope after, params IEnumerable<Statement> statements) =>
        Gen.Constant(new Written([.. statements], after, false));

    public static Gen<Written> End(Scope after, Statement statement) => Gen.Constant(new Written([statement], after, true));
}

/// <summary>Writes statements: one after the other, each in the scope that the ones before left.</summary>
internal static class StatementGenerator
{
    private const int Fuel = 3;

    /// <param name="depth">How deep bodies may nest.</param>
    public static Gen<Written> Several(Scope scope, int count, int depth)
    {
        if (count <= 0)
            return Written.Of(scope);
        return from first in One(scope, depth)
            from rest in first.Ends ? Written.Of(first.After) : Several(first.After, count - 1, depth)
            select new Written(first.Statements.AddRange(rest.Statements), rest.After, first.Ends || rest.Ends);
    }

    private static Gen<Written> One(Scope scope, int depth)
    {
        bool mayNest = depth > 0;
        int loop = scope.IsInLoop ? 1 : 0;
        return Draw.Weighted<Written>(
            (8, () => Let(scope)),
            (9, () => Favoured(scope)),
            (4, () => Var(scope)),
            (10, () => Assignments.Write(scope)),
            (5, () => Tuples.Write(scope)),
            (scope.HasLayers ? 1 : 0, () => TiedWeight(scope)),
            (mayNest ? 10 : 0, () => If(scope, depth)),
            (mayNest ? 6 : 0, () => Loops.For(scope, depth)),
            (mayNest ? 4 : 0, () => Loops.While(scope, depth)),
            (mayNest && scope.Elastics.Count > 0 ? 7 : 0, () => With(scope, depth)),
            (scope.IsModel ? 3 : 0, () => ExitWhen(scope)),
            (
                mayNest ? 2 * loop : 0,
                () => Guarded(scope, () => Draw.From<Statement>(new BreakStatement(default), new ContinueStatement(default)))
            ),
            (mayNest ? 2 : 0, () => Guarded(scope, () => Leave(scope)))
        );
    }

    /// <param name="most">The deepest that it may nest.</param>
    public static Gen<Expression> Value(Scope scope, WrittenType type, int most = Fuel) =>
        from fuel in Draw.From(1, most - 1, most)
        from value in ExpressionGenerator.Write(new Goal(type, scope, fuel))
        select value;

    public static Gen<Expression> Condition(Scope scope) => from condition in Value(scope, WrittenType.Bool) select condition;

    /// <summary>A type of this body, at times a new one.</summary>
    public static Gen<WrittenType> AnyType(Scope scope) =>
        Draw.Weighted((4, () => Draw.From(scope.Types.AsEnumerable())), (1, () => Types.Any(scope)));

    private static Gen<Written> Let(Scope scope) =>
        from type in AnyType(scope)
        from value in Value(scope, type)
        let named = scope.NewName("v")
        from written in Written.Of(
            named.Scope.With(new Variable(named.Name, type, IsConstant: Constants.Is(value, scope))),
            Tree.Let(named.Name, value)
        )
        select written;

    /// <summary>A let or var of an operator that this program is about.</summary>
    public static Gen<Written> Favoured(Scope scope)
    {
        Rule[] rules = [.. ExpressionGenerator.Rules.Where(r => scope.Favoured.Contains(r.Name) && Types.MadeBy(r, scope).Any())];
        if (rules.Length == 0)
            return Let(scope);
        return from rule in Draw.From(rules)
            from type in Draw.From(Types.MadeBy(rule, scope))
            from value in rule.Write(new Goal(type, scope, Fuel - 1))
            let named = scope.NewName("v")
            from isVariable in Draw.Percent(30)
            let variable = new Variable(named.Name, type, isVariable, !isVariable && Constants.Is(value, scope))
            from written in Written.Of(named.Scope.With(variable), isVariable ? Tree.Var(named.Name, value) : Tree.Let(named.Name, value))
            select written;
    }

    // let v0 = l(x)  let v1 = l.weight
    private static Gen<Written> TiedWeight(Scope scope) =>
        from outputs in Draw.From(scope.Sizes.Where(s => s.IsAtLeastOne))
        from inputs in Draw.From(scope.Sizes.Where(s => s.IsAtLeastOne))
        let goal = new Goal(WrittenType.F32Of(outputs), scope, 2)
        let data = WrittenType.F32Of(inputs)
        from x in goal.Of(data)
        from layer in Layers.Array(goal, "linear", [new Argument(default, null, Tree.Size(outputs))], $"{data}")
        from called in layer.At(goal)
        // A constant index makes the weights of that one layer known only.
        from read in HasLiteralIndex(called) ? Gen.Constant(called) : layer.At(goal)
        let result = scope.NewName("v")
        let weight = result.Scope.NewName("v")
        from written in Written.Of(
            weight.Scope.With(new Variable(result.Name, goal.Type), new Variable(weight.Name, WrittenType.F32Of(outputs, inputs))),
            Tree.Let(result.Name, Tree.Call(called, [x])),
            Tree.Let(weight.Name, new MemberExpression(default, read, Tree.Id("weight")))
        )
        select written;

    private static bool HasLiteralIndex(Expression layer) =>
        layer is IndexExpression index
        && (index.Indices.Any(i => i is SingleIndex { Value: IntegerLiteral }) || HasLiteralIndex(index.Target));

    public static Gen<Written> Var(Scope scope) => from type in AnyType(scope) from written in Var(scope, type) select written;

    public static Gen<Written> Var(Scope scope, WrittenType type) =>
        from value in Value(scope, type)
        let named = scope.NewName("v")
        from written in Written.Of(named.Scope.With(new Variable(named.Name, type, IsVariable: true)), Tree.Var(named.Name, value))
        select written;

    /// <summary>A body, whose names end with it.</summary>
    public static Gen<Written> Inner(Scope scope, int depth, int most = 3) =>
        from count in Gen.Choose(1, most)
        from written in Several(scope, count, depth - 1)
        select written;

    private static Gen<Written> If(Scope scope, int depth) =>
        from condition in Condition(scope)
        from then in Inner(scope, depth)
        from thenJump in MaybeJump(scope, then)
        from hasElse in Draw.Percent(50)
        from otherwise in hasElse ? Inner(scope, depth) : Written.Of(scope)
        from elseJump in hasElse ? MaybeJump(scope, otherwise) : Gen.Constant(otherwise)
        let statement = new IfStatement(default, condition, Tree.Body(thenJump.Statements), hasElse ? Tree.Body(elseJump.Statements) : null)
        select new Written([statement], scope, hasElse && thenJump.Ends && elseJump.Ends);

    /// <summary>At times a body ends in a jump.</summary>
    public static Gen<Written> MaybeJump(Scope scope, Written body) =>
        body.Ends
            ? Gen.Constant(body)
            : from jumps in Draw.Percent(15)
            from jump in jumps ? Jump(body.After) : Gen.Constant<Statement?>(null)
            select jump is null ? body : new Written(body.Statements.Add(jump), scope, true);

    private static Gen<Statement?> Jump(Scope scope) =>
        Draw.Weighted<Statement?>(
            (scope.IsInLoop ? 2 : 0, () => Gen.Constant<Statement?>(new BreakStatement(default))),
            (scope.IsInLoop ? 2 : 0, () => Gen.Constant<Statement?>(new ContinueStatement(default))),
            (1, () => Leave(scope).Select(Statement? (s) => s))
        );

    // if c { break }
    private static Gen<Written> Guarded(Scope scope, Func<Gen<Statement>> jump) =>
        from condition in Condition(scope)
        from statement in jump()
        from written in Written.Of(scope, new IfStatement(default, condition, Tree.Body([statement]), null))
        select written;

    /// <summary>A return, or an exit of the model.</summary>
    public static Gen<Statement> Leave(Scope scope) =>
        from values in Results(scope)
        from isExit in Draw.Percent(scope.IsModel ? 50 : 0)
        select isExit ? new ExitStatement(default, null, values, null) : (Statement)new ReturnStatement(default, values);

    private static Gen<EquatableArray<Expression>> Results(Scope scope) =>
        Draw.All(scope.Results.Select(t => Gen.Choose(0, 2).SelectMany(fuel => Value(scope, t, fuel))))
            .Select(values => (EquatableArray<Expression>)[.. values]);

    private static Gen<Written> ExitWhen(Scope scope) =>
        from values in Results(scope)
        from condition in Condition(scope)
        from isNamed in Draw.Percent(30)
        let named = scope.NewName("e")
        from written in Written.Of(named.Scope, new ExitStatement(default, isNamed ? Tree.Id(named.Name) : null, values, condition))
        select written;

    private static Gen<Written> With(Scope scope, int depth) =>
        from elastic in Draw.From(scope.Elastics.AsEnumerable())
        from value in Draw.Weighted<Expression>(
            // [3, 6][i]
            (
                5,
                () =>
                    new Goal(WrittenType.I32, scope, Fuel - 1)
                        .Index(elastic.Values.Length)
                        .Select(i => Tree.At(Tree.List(elastic.Values.Select(v => Tree.Number(v))), i))
            ),
            (1, () => Draw.From(elastic.Values.AsEnumerable()).Select(v => Tree.Number(v))),
            (scope.MayFault ? 1 : 0, () => new Goal(WrittenType.I32, scope, Fuel).ValueOf(WrittenType.I32))
        )
        let inside = scope.InsideWith(elastic.Name)
        let size = WrittenSize.Named(elastic.Name)
        from first in Var(inside, WrittenType.F32Of(size))
        from body in Inner(first.After, depth)
        let statement = new WithStatement(default, Tree.Id(elastic.Name), value, Tree.Body(first.Statements.AddRange(body.Statements)))
        select new Written([statement], scope, body.Ends);
}
