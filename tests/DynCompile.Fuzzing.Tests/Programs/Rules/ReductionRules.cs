using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Reductions and running sums.</summary>
internal static class ReductionRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("sum", t => t.IsNumber, goal => Reduce(goal, "sum", goal.Type.Element)),
        new("sum", t => t.Element == "i32", goal => Reduce(goal, "sum", "bool")),
        new("mean", t => t.IsF32, goal => Reduce(goal, "mean", "f32")),
        new("max", t => t.IsNumber, goal => Reduce(goal, "max", goal.Type.Element)),
        new("min", t => t.IsNumber, goal => Reduce(goal, "min", goal.Type.Element)),
        new("prod", t => t.IsNumber, goal => Reduce(goal, "prod", goal.Type.Element), 1),
        new("any", t => t.IsBool, goal => Reduce(goal, "any", "bool")),
        new("all", t => t.IsBool, goal => Reduce(goal, "all", "bool")),
        new("logsumexp", t => t.IsF32, goal => Reduce(goal, "logsumexp", "f32")),
        new("argmax", t => t.Element == "i32", goal => Search(goal, "argmax")),
        new("argmin", t => t.Element == "i32", goal => Search(goal, "argmin")),
        new("cumsum", t => t is { IsNumber: true, Rank: >= 1 }, CumSum),
    ];

    /// <summary>What is reduced, and what the call says of it.</summary>
    private sealed record Source(WrittenType Type, int[] Axes, bool Keeps);

    private static Gen<Source> SourceOf(Goal goal, string element, int mostAxes)
    {
        WrittenType result = goal.Type.With(element);
        int[] ones = [.. Enumerable.Range(0, result.Rank).Where(a => result.Shape[a] == 1)];
        return Draw.Weighted(
            (3, () => Inserted(goal, result, 1)),
            (mostAxes > 1 && result.Rank <= 1 ? 1 : 0, () => Inserted(goal, result, 2)),
            (
                ones.Length == 0 ? 0 : 4,
                () =>
                    from axis in Draw.From(ones)
                    from extent in goal.AnyExtent()
                    select new Source(result.WithAxis(axis, extent), [axis], true)
            )
        );
    }

    private static Gen<Source> Inserted(Goal goal, WrittenType result, int count) =>
        from axis in Gen.Choose(0, result.Rank)
        from extents in goal.AnyExtent().ArrayOf(count)
        select new Source(
            result.With([.. result.Shape.Take(axis), .. extents, .. result.Shape.Skip(axis)]),
            [.. Enumerable.Range(axis, count)],
            false
        );

    private static Gen<Expression> Reduce(Goal goal, string name, string element) =>
        from source in SourceOf(goal, element, mostAxes: 2)
        from x in goal.Of(source.Type)
        from axes in Draw.All(source.Axes.Select(a => Goal.WrittenAxis(a, source.Type.Rank)))
        from isBare in Draw.From(true, false)
        let call = Tree.Call(name, x)
        // Without axes, all are reduced.
        let along = source.Axes.Length == source.Type.Rank && isBare ? call
        : axes.Length == 1 && isBare ? call.With("axes", axes[0])
        : call.With("axes", Tree.List(axes))
        select (Expression)(source.Keeps ? along.With("keep", Tree.Flag(true)) : along);

    private static Gen<Expression> Search(Goal goal, string name) =>
        from element in Draw.From("f32", "f32", "i32")
        from source in SourceOf(goal, element, mostAxes: 1)
        from x in goal.Of(source.Type)
        from axis in Goal.WrittenAxis(source.Axes[0], source.Type.Rank)
        let call = Tree.Call(name, x)
        let along = source.Type.Rank == 1 && !source.Keeps ? call : call.With("axis", axis)
        select (Expression)(source.Keeps ? along.With("keep", Tree.Flag(true)) : along);

    private static Gen<Expression> CumSum(Goal goal) =>
        from x in goal.Of(goal.Type)
        from axis in goal.Axis()
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("cumsum", x)
        select (Expression)(axis == goal.Rank - 1 ? call : call.With("axis", written));
}
