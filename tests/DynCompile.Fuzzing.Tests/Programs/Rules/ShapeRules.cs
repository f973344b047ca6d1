using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>The same elements elsewhere: views, joins, borders and repeats.</summary>
internal static class ShapeRules
{
    private const int MostRank = 3;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("reshape", t => t is { Rank: >= 1, IsConstant: true }, Reshape),
        new("flatten", t => t is { Rank: 1, IsConstant: true, HasElements: true }, Flatten),
        new("transpose", t => t.Rank >= 2, Transpose),
        new("permute", t => t.Rank >= 2, Permute),
        new("concat", t => t is { Rank: >= 1 } && t.Shape.Any(s => s is { IsConstant: true, Value: >= 2 }), Concat),
        new("stack", t => t.Shape.Any(s => s is { IsConstant: true, Value: >= 1 and <= 4 }), Stack),
        new("pad", t => t is { Rank: >= 1, IsConstant: true, HasElements: true }, Pad),
        new("tile", t => t is { Rank: >= 1, IsConstant: true, HasElements: true }, Tile),
    ];

    private static Gen<Expression> Reshape(Goal goal) =>
        from shape in Draw.From(
            ShapesOf(goal.Type.Count).Where(s => !s.SequenceEqual(goal.Type.Shape)).DefaultIfEmpty([.. goal.Type.Shape])
        )
        from x in goal.Of(goal.Type.With(shape))
        select (Expression)Tree.Call("reshape", x, Tree.Sizes(goal.Type.Shape));

    private static Gen<Expression> Flatten(Goal goal) =>
        from shape in Draw.From(ShapesOf(goal.Type.Count).Where(s => s.Length > 1))
        from x in goal.Of(goal.Type.With(shape))
        from isPiped in Draw.Percent(50)
        select isPiped ? new PipeExpression(default, x, Tree.Name("flatten")) : (Expression)Tree.Call("flatten", x);

    /// <summary>Shapes of a number of elements.</summary>
    private static IEnumerable<WrittenSize[]> ShapesOf(int count)
    {
        yield return [count];
        yield return [1, count];
        yield return [count, 1];
        for (int a = 2; a <= 6; a++)
        {
            if (count % a != 0)
                continue;
            yield return [a, count / a];
            for (int b = 2; b <= 4; b++)
            {
                if (count / a % b == 0)
                    yield return [a, b, count / a / b];
            }
        }
        if (count == 1)
            yield return [];
    }

    private static Gen<Expression> Transpose(Goal goal) =>
        from axes in Gen.Shuffle(Enumerable.Range(0, goal.Rank))
        let a = axes[0]
        let b = axes[1]
        let type = goal.Type.WithAxis(a, goal.Type.Shape[b]).WithAxis(b, goal.Type.Shape[a])
        from x in goal.Of(type)
        from writtenA in Goal.WrittenAxis(a, goal.Rank)
        from writtenB in Goal.WrittenAxis(b, goal.Rank)
        select (Expression)Tree.Call("transpose", x, writtenA, writtenB);

    private static Gen<Expression> Permute(Goal goal) =>
        from axes in Gen.Shuffle(Enumerable.Range(0, goal.Rank))
        let type = goal.Type.With(Enumerable.Range(0, goal.Rank).Select(axis => goal.Type.Shape[Array.IndexOf(axes, axis)]))
        from x in goal.Of(type)
        from written in Draw.All(axes.Select(a => Goal.WrittenAxis(a, goal.Rank)))
        select (Expression)Tree.Call("permute", x, Tree.List(written));

    private static Gen<Expression> Concat(Goal goal) =>
        from axis in Draw.From(AxesWhere(goal.Type, s => s is { IsConstant: true, Value: >= 2 }))
        from first in Gen.Choose(0, goal.Type.Shape[axis].Value)
        let rest = goal.Type.Shape[axis].Value - first
        from parts in goal.All(goal.Type.WithAxis(axis, first), goal.Type.WithAxis(axis, rest))
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("concat", Tree.List(parts))
        select (Expression)(axis == 0 ? call : call.With("axis", written));

    private static Gen<Expression> Stack(Goal goal) =>
        from axis in Draw.From(AxesWhere(goal.Type, s => s is { IsConstant: true, Value: >= 1 and <= 4 }))
        let part = goal.Type.Without(axis)
        from parts in goal.All(Enumerable.Repeat(part, goal.Type.Shape[axis].Value))
        from written in Goal.WrittenAxis(axis, goal.Rank)
        // A list of scalars is a vector without more words.
        from isBare in Draw.From(part.IsScalar && goal.Type.IsF32, false)
        let list = Tree.List(parts)
        let call = Tree.Call("stack", list)
        select isBare ? list
        : axis == 0 ? call
        : (Expression)call.With("axis", written);

    private static Gen<Expression> Pad(Goal goal) =>
        from axes in Gen.Choose(1, goal.Rank)
        from amounts in Gen.Choose(0, 2).ArrayOf(2 * axes)
        let inner = goal
            .Type.Shape.Select((s, axis) => s.Value - Amount(amounts, goal.Rank, axis, 0) - Amount(amounts, goal.Rank, axis, 1))
            .ToArray()
        let fits = inner.All(d => d >= 0)
        let type = fits ? goal.Type.With(inner.Select(d => (WrittenSize)d)) : goal.Type
        from x in goal.Of(type)
        from value in goal.Type.IsF32 ? Draw.From(0.0, 0.5, -1.5) : Draw.From(0.0, 2.0)
        let written = Tree.List((fits ? amounts : [0, 0]).Select(a => Tree.Number(a)))
        let call = Tree.Call("pad", x, written)
        let isStored = !goal.Type.IsNumber
        select (Expression)(
            value == 0 || isStored ? call
            : goal.Type.IsF32 ? call.With("value", Tree.Real(value))
            : call.With("value", (long)value)
        );

    // As in PyTorch, the pairs before, after begin with the last axis.
    private static int Amount(int[] amounts, int rank, int axis, int side) =>
        (2 * (rank - 1 - axis)) + side is var at && at < amounts.Length ? amounts[at] : 0;

    private static Gen<Expression> Tile(Goal goal) =>
        from repeats in Draw.All(goal.Type.Shape.Select(s => Draw.From(Enumerable.Range(1, 3).Where(r => s.Value % r == 0))))
        let type = goal.Type.With(goal.Type.Shape.Select((s, a) => (WrittenSize)(s.Value / repeats[a])))
        // Leading axes of size 1 may be missing.
        let missing = type.Shape.TakeWhile(s => s == 1).Count()
        from dropped in Gen.Choose(0, missing)
        from x in goal.Of(type.With(type.Shape.Skip(dropped)))
        select (Expression)Tree.Call("tile", x, Tree.List(repeats.Select(r => Tree.Number(r))));

    private static IEnumerable<int> AxesWhere(WrittenType type, Func<WrittenSize, bool> fits) =>
        Enumerable.Range(0, type.Rank).Where(axis => fits(type.Shape[axis]));
}
