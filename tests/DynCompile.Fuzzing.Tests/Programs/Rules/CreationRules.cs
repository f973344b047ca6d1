using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Tensors of nothing but their type, and sizes as numbers.</summary>
internal static class CreationRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("zeros", _ => true, goal => Gen.Constant<Expression>(Tree.Call("zeros", Tree.TypeValue(goal.Type))), 1),
        new("ones", _ => true, goal => Gen.Constant<Expression>(Tree.Call("ones", Tree.TypeValue(goal.Type))), 1),
        new("full", t => t.IsNumber || t.IsBool, Full, 1),
        new(
            "arange",
            t => t is { Element: "i32", Rank: 1 },
            goal => Gen.Constant<Expression>(Tree.Call("arange", Tree.Size(goal.Type.Shape[0]))),
            3
        ),
        new("size_value", (t, s) => t == WrittenType.I32 && s.Sizes.Any(n => !n.IsConstant), SizeValue, 6),
    ];

    private static Gen<Expression> Full(Goal goal) =>
        from value in goal.Of(goal.Type.With([]))
        select (Expression)Tree.Call("full", Tree.TypeValue(goal.Type), value);

    private static Gen<Expression> SizeValue(Goal goal) => Draw.From(goal.Scope.Sizes.Where(s => !s.IsConstant)).Select(Tree.Size);
}
