using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes assignments: of whole variables, of elements and rows, and updates of both.</summary>
internal static class Assignments
{
    private static readonly BinaryOperator[] Updates = [BinaryOperator.Add, BinaryOperator.Subtract, BinaryOperator.Multiply];

    public static Gen<Written> Write(Scope scope)
    {
        Variable[] variables = [.. scope.Variables.Where(v => v.IsVariable)];
        if (variables.Length == 0)
            return StatementGenerator.Var(scope);
        return from variable in Draw.From(variables)
            from written in Draw.Weighted(
                (5, () => Whole(scope, variable)),
                (variable.Type.IsNumber ? 2 : 0, () => Update(scope, variable, [])),
                (variable.Type is { Rank: >= 1, HasElements: true } ? 5 : 0, () => Element(scope, variable))
            )
            select written;
    }

    private static Gen<Written> Whole(Scope scope, Variable variable) =>
        from value in StatementGenerator.Value(scope, variable.Type)
        from isBounded in Draw.Percent(variable.Type.IsF32 ? 50 : 0)
        // Loops would let values grow without end.
        let kept = isBounded ? Tree.Call("tanh", value) : value
        from written in Written.Of(scope, Tree.Assign(Tree.Target(variable.Name), null, kept))
        select written;

    private static Gen<Written> Update(Scope scope, Variable variable, Expression[] indices)
    {
        WrittenType type = variable.Type.With(variable.Type.Shape.Skip(indices.Length));
        return from sign in Draw.From(Updates)
            from isDivision in Draw.Percent(10)
            from valueType in Rules.Broadcast.Narrower(type)
            from value in StatementGenerator.Value(scope, valueType, 2)
            let statement = isDivision
                ? Tree.Assign(Tree.Target(variable.Name, indices), BinaryOperator.Divide, Tree.Add(Tree.Abs(value), Tree.Number(1)))
                : Tree.Assign(Tree.Target(variable.Name, indices), sign, value)
            from written in Written.Of(scope, statement)
            select written;
    }

    private static Gen<Written> Element(Scope scope, Variable variable) =>
        from count in Gen.Choose(1, variable.Type.Rank)
        from indices in Draw.All(variable.Type.Shape.Take(count).Select(s => new Goal(WrittenType.I32, scope, 2).Index(s)))
        from isUpdate in Draw.Percent(variable.Type.IsNumber ? 35 : 0)
        let part = variable.Type.With(variable.Type.Shape.Skip(count))
        from written in isUpdate
            ? Update(scope, variable, indices)
            : from value in StatementGenerator.Value(scope, part, 2)
            from assigned in Written.Of(scope, Tree.Assign(Tree.Target(variable.Name, indices), null, value))
            select assigned
        select written;
}
