using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Comparisons and logic.</summary>
internal static class ComparisonRules
{
    private static readonly (string Name, BinaryOperator Sign)[] Orders =
    [
        ("less", BinaryOperator.Less),
        ("less_or_equal", BinaryOperator.LessOrEqual),
        ("greater", BinaryOperator.Greater),
        ("greater_or_equal", BinaryOperator.GreaterOrEqual),
    ];

    public static IReadOnlyList<Rule> All { get; } =
    [
        .. Orders.Select(o => new Rule(o.Name, t => t.IsBool, goal => Compare(goal, o.Sign, "f32", "f32", "i32", "i64"), 3)),
        new("equal", t => t.IsBool, goal => Compare(goal, BinaryOperator.Equal, "i32", "bool", "i64")),
        new("not_equal", t => t.IsBool, goal => Compare(goal, BinaryOperator.NotEqual, "i32", "bool", "i64")),
        new("and", t => t.IsBool, goal => Logic(goal, BinaryOperator.And)),
        new("or", t => t.IsBool, goal => Logic(goal, BinaryOperator.Or)),
        new("not", t => t.IsBool, goal => goal.Of(goal.Type).Select(Tree.Not), 1),
    ];

    private static Gen<Expression> Compare(Goal goal, BinaryOperator sign, params string[] elements) =>
        from element in Draw.From(elements)
        from operands in Broadcast.Operands(goal, element, 2)
        select Tree.Binary(operands[0], sign, operands[1]);

    private static Gen<Expression> Logic(Goal goal, BinaryOperator sign) =>
        from types in Broadcast.Types(goal.Type, 2)
        from left in goal.Of(types[0])
        // The right side runs only where the left one does not decide.
        from right in (goal with { Scope = goal.Scope with { IsSteady = false } }).Of(types[1])
        select Tree.Binary(left, sign, right);
}
