using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes loops: over constants, sizes and data.</summary>
internal static class Loops
{
    private const int LongestLimit = 5;

    public static Gen<Written> For(Scope scope, int depth) =>
        from range in RangeOf(scope)
        let named = scope.NewName("t")
        let inside = named.Scope with
        {
            IsInLoop = true,
        }
        let counter = new Variable(named.Name, WrittenType.I32, Below: range.Below)
        from body in Body(inside.With(counter), depth)
        select new Written(
            [
                new ForStatement(
                    default,
                    Tree.Id(named.Name),
                    range.Range,
                    range.Limit is { } limit ? Tree.Number(limit) : null,
                    Tree.Body(body.Statements)
                ),
            ],
            scope,
            false
        );

    public static Gen<Written> While(Scope scope, int depth) =>
        from condition in StatementGenerator.Condition(scope with { IsSteady = false })
        from limit in Gen.Choose(0, LongestLimit)
        from body in Body(scope with { IsInLoop = true }, depth)
        select new Written([new WhileStatement(default, condition, Tree.Number(limit), Tree.Body(body.Statements))], scope, false);

    // At times an iteration always ends in a jump.
    private static Gen<Written> Body(Scope scope, int depth) =>
        from body in StatementGenerator.Inner(scope, depth)
        from ended in StatementGenerator.MaybeJump(scope, body)
        select ended;

    /// <param name="Below">A bound that the counter surely stays under, when it is never negative.</param>
    private sealed record Bounds(RangeSyntax Range, int? Limit, int? Below);

    private static Gen<Bounds> RangeOf(Scope scope) =>
        Draw.Weighted((5, Constant), (scope.Sizes.Any(s => !s.IsConstant) ? 3 : 0, () => OverSize(scope)), (4, () => OverData(scope)));

    private static Gen<Bounds> Constant() =>
        from first in Draw.From(0, 0, 0, 1, 2)
        from count in Gen.Choose(0, 4)
        from isInclusive in Draw.Percent(count > 0 ? 20 : 0)
        let end = first + count - (isInclusive ? 1 : 0)
        select new Bounds(Syntax(Tree.Number(first), Tree.Number(end), isInclusive), null, first + count);

    // for i in 0..width
    private static Gen<Bounds> OverSize(Scope scope) =>
        from size in Draw.From(scope.Sizes.Where(s => !s.IsConstant))
        select new Bounds(Syntax(Tree.Number(0), Tree.Size(size), false), null, null);

    // for i in k..n limit 4
    private static Gen<Bounds> OverData(Scope scope) =>
        from startsAtZero in Draw.From(true, false)
        from first in startsAtZero ? Gen.Constant(Tree.Number(0)) : StatementGenerator.Value(scope, WrittenType.I32, 1)
        from end in StatementGenerator.Value(scope, WrittenType.I32, 2)
        from isInclusive in Draw.Percent(20)
        from limit in Gen.Choose(0, LongestLimit)
        // Between constants the count would have to be known and not negative.
        let last = Constants.Is(first, scope) ? Tree.Abs(end) : end
        select new Bounds(Syntax(first, last, isInclusive), limit, startsAtZero ? limit : null);

    private static RangeSyntax Syntax(Expression start, Expression end, bool isInclusive) => new(default, start, end, isInclusive);
}
