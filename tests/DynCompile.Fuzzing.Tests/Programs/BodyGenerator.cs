using System.Collections.Immutable;
using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes bodies: states, a few variables, statements, a return.</summary>
internal static class BodyGenerator
{
    private const int MostTraced = 8;

    /// <summary>The body of a block or helper.</summary>
    public static Gen<ImmutableList<Statement>> OfFunction(Scope scope, int states, int statements, int depth) =>
        from first in States(scope, states)
        from count in Gen.Choose(0, statements > 1 ? 3 : 0)
        from variables in Variables(first.After, count)
        from rest in StatementGenerator.Several(variables.After, statements, depth)
        from last in rest.Ends ? Gen.Constant<Statement?>(null) : Return(rest.After)
        select Join(last, first, variables, rest);

    /// <summary>The body of the model, whose last result is a sum over variables, so that few of them are dead.</summary>
    public static Gen<ImmutableList<Statement>> OfModel(Scope scope, int states, int statements, int depth) =>
        from first in States(scope, states)
        from count in Gen.Choose(2, 4)
        from variables in Variables(first.After, count)
        from favoured in StatementGenerator.Favoured(variables.After)
        from rest in StatementGenerator.Several(favoured.After, statements, depth)
        from last in rest.Ends ? Gen.Constant<Statement?>(null) : TracingReturn(rest.After)
        select Join(last, first, variables, favoured, rest);

    private static ImmutableList<Statement> Join(Statement? last, params Written[] parts) =>
        [.. parts.SelectMany(p => p.Statements), .. last is null ? Array.Empty<Statement>() : [last]];

    private static Gen<Written> States(Scope scope, int count)
    {
        if (count == 0)
            return Written.Of(scope);
        WrittenType[] types = [.. scope.Types.Where(t => t.IsConstant && (t.IsNumber || t.IsBool))];
        return from type in Draw.From(types)
            from initial in Initial(type)
            let named = scope.NewName("s")
            let declaration = new StateDeclaration(default, Tree.Id(named.Name), Tree.Type(type), initial, null)
            from rest in States(named.Scope.With(new Variable(named.Name, type, IsVariable: true)), count - 1)
            select new Written(rest.Statements.Insert(0, declaration), rest.After, false);
    }

    private static Gen<Expression> Initial(WrittenType type) =>
        type.IsBool ? Draw.From(true, false).Select(Tree.Flag)
        : type.IsF32 ? Draw.From(0.0, 0.5, -1.0).Select(Tree.Real)
        : Gen.Choose(0, 2).Select(n => Tree.Number(n));

    private static Gen<Written> Variables(Scope scope, int count) =>
        count == 0
            ? Written.Of(scope)
            : from first in StatementGenerator.Var(scope)
            from rest in Variables(first.After, count - 1)
            select new Written(first.Statements.AddRange(rest.Statements), rest.After, false);

    private static Gen<Statement?> Return(Scope scope) =>
        from values in Draw.All(scope.Results.Select(t => Result(scope, t)))
        select (Statement?)new ReturnStatement(default, [.. values]);

    // What the body computed is returned where a result has its type.
    private static Gen<Expression> Result(Scope scope, WrittenType type)
    {
        Variable[] fitting = [.. scope.Of(type).Where(v => v.IsVariable)];
        return fitting.Length == 0 ? StatementGenerator.Value(scope, type, 2) : Draw.From(fitting).Select(v => Tree.Name(v.Name));
    }

    private static Gen<Statement?> TracingReturn(Scope scope) =>
        from values in Draw.All(scope.Results.Take(scope.Results.Count - 1).Select(t => Result(scope, t)))
        let trace = scope
            .Variables.Where(v => v.Type.HasElements)
            .TakeLast(MostTraced)
            .Select(v => Tree.Call("tanh", Tree.Call("mean", Tree.Cast("f32", Tree.Name(v.Name)))))
            .Aggregate(Tree.Real(0.5), Tree.Add)
        select (Statement?)new ReturnStatement(default, [.. values, trace]);
}
