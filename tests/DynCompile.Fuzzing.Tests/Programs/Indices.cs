using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes indices that stay in their bounds, but for a few in programs that may fault.</summary>
internal static class Indices
{
    private const int UncheckedPercent = 10;

    public static Gen<Expression> Write(Goal goal, WrittenType type, WrittenSize bound)
    {
        WrittenType vector = WrittenType.F32Of(bound);
        Variable[] fitting = [.. goal.Scope.Of(type).Where(v => bound.IsConstant && v.Below is { } below && below <= bound.Value)];
        return Draw.Weighted(
            (6, () => Remainder(goal, type, bound)),
            (fitting.Length == 0 ? 0 : 8, () => Draw.From(fitting).Select(v => Tree.Name(v.Name))),
            (type.IsScalar && bound.IsConstant ? 3 : 0, () => Gen.Choose(0, bound.Value - 1).Select(i => Tree.Number(i))),
            (type.IsScalar ? 2 : 0, () => goal.Of(vector).Select(e => (Expression)Tree.Call("argmax", e))),
            (
                type.Rank == 1 && type.IsConstant && bound.IsConstant && type.Shape[0].Value is >= 1 and var n && n <= bound.Value ? 4 : 0,
                () => Gen.Constant<Expression>(Tree.Call("arange", Tree.Number(type.Shape[0].Value)))
            ),
            (goal.Scope.MayFault ? 2 : 0, () => Unchecked(goal, type, bound))
        );
    }

    // abs(k % n)
    private static Gen<Expression> Remainder(Goal goal, WrittenType type, WrittenSize bound) =>
        goal.Of(type).Select(k => Tree.Abs(Tree.Binary(k, BinaryOperator.Remainder, Tree.Size(bound))));

    private static Gen<Expression> Unchecked(Goal goal, WrittenType type, WrittenSize bound) =>
        from isUnchecked in Draw.Percent(UncheckedPercent)
        from index in isUnchecked ? goal.ValueOf(type) : Remainder(goal, type, bound)
        select index;
}
