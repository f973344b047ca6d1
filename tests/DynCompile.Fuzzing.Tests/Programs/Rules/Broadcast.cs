using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Operands that broadcasting joins to a type.</summary>
internal static class Broadcast
{
    /// <summary>Types whose join is <paramref name="type"/>: one of them is it, the others may be narrower.</summary>
    public static Gen<WrittenType[]> Types(WrittenType type, int count) =>
        from whole in Gen.Choose(0, count - 1)
        from types in Draw.All(Enumerable.Range(0, count).Select(i => i == whole ? Gen.Constant(type) : Narrower(type)))
        select types;

    public static Gen<Expression[]> Operands(Goal goal, string element, int count) =>
        from types in Types(goal.Type.With(element), count)
        from operands in goal.All(types)
        select operands;

    /// <summary>A type that repeats to the given one.</summary>
    public static Gen<WrittenType> Narrower(WrittenType type) =>
        type.IsScalar
            ? Gen.Constant(type)
            : Draw.Weighted(
                (5, () => Gen.Constant(type)),
                (3, () => Gen.Constant(type.With([]))),
                (1, () => Gen.Choose(1, type.Rank).Select(n => type.With(type.Shape.Skip(n)))),
                (1, () => Gen.Choose(0, type.Rank - 1).Select(axis => type.WithAxis(axis, 1)))
            );
}
