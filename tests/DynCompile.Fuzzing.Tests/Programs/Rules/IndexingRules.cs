using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Elements, rows and slices, at places that are known or computed.</summary>
internal static class IndexingRules
{
    private const int MostRank = 3;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("index", t => t.Rank < MostRank, Index, 4),
        new("static_slice", t => t.Rank >= 1, StaticSlice),
        new("slice", t => t is { Rank: >= 1, IsConstant: true }, SliceAt),
        new("gather", t => t is { Rank: >= 1, IsConstant: true }, Gather),
        new("scatter", t => t is { Rank: >= 1, IsConstant: true, HasElements: true }, Scatter),
        new("index_select", t => t is { Rank: >= 1 }, IndexSelect),
        new("embedding", (t, s) => s.HasLayers && t is { IsF32: true, Rank: >= 1 }, EmbeddingLayer),
        new("embedding", t => t is { IsF32: true, Rank: >= 1 }, EmbeddingOfValues, 1),
        new("one_hot", t => t is { Element: "i32", Rank: >= 1 } && t.Shape[^1].IsAtLeastOne, OneHot),
    ];

    // x[i], x[i, j], x[.., j], x[1..3, j]
    private static Gen<Expression> Index(Goal goal) =>
        from count in Draw.From(1, 1, 2)
        from axes in Gen.Shuffle(Enumerable.Range(0, goal.Rank + count))
        let indexed = axes[..Math.Min(count, MostRank - goal.Rank)].Order().ToArray()
        from extents in goal.AnyExtent().ArrayOf(indexed.Length)
        let type = indexed.Zip(extents).Aggregate(goal.Type, (t, i) => t.WithInserted(Math.Min(i.First, t.Rank), i.Second))
        let places = indexed.Select((axis, i) => Math.Min(axis, goal.Rank + i)).ToArray()
        from x in goal.Of(type)
        from indices in Draw.All(extents.Select(goal.Index))
        select (Expression)
            new IndexExpression(
                default,
                x,
                [
                    .. Enumerable
                        .Range(0, places[^1] + 1)
                        .Select(axis =>
                            Array.IndexOf(places, axis) is >= 0 and var i
                                ? (IndexSyntax)new SingleIndex(default, indices[i])
                                : new RangeIndex(default, null, null, false)
                        ),
                ]
            );

    private static Gen<Expression> StaticSlice(Goal goal) =>
        from axis in goal.Axis()
        let length = goal.Type.Shape[axis]
        from before in Gen.Choose(0, length.IsConstant ? 2 : 0)
        from after in Gen.Choose(0, length.IsConstant ? 2 : 0)
        from x in goal.Of(length.IsConstant ? goal.Type.WithAxis(axis, before + length.Value + after) : goal.Type)
        from isInclusive in Draw.Percent(length.Value > 0 ? 30 : 0)
        let start = before == 0 ? null : Tree.Number(before)
        let end = !length.IsConstant || after == 0 ? null : Tree.Number(before + length.Value - (isInclusive ? 1 : 0))
        select (Expression)
            new IndexExpression(
                default,
                x,
                [
                    .. Enumerable.Repeat((IndexSyntax)new RangeIndex(default, null, null, false), axis),
                    new RangeIndex(default, start, end, end is not null && isInclusive),
                ]
            );

    private static Gen<Expression> SliceAt(Goal goal) =>
        from axis in goal.Axis()
        from more in Gen.Choose(0, 3)
        let length = goal.Type.Shape[axis].Value
        from x in goal.Of(goal.Type.WithAxis(axis, length + more))
        from start in goal.Index(more + 1)
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("slice", x, start, Tree.Number(length))
        select (Expression)(axis == 0 ? call : call.With("axis", written));

    private static Gen<Expression> Gather(Goal goal) =>
        from axis in goal.Axis()
        from extent in goal.Extent()
        from more in Gen.Choose(0, 1).ArrayOf(goal.Rank)
        from x in goal.Of(goal.Type.With(goal.Type.Shape.Select((s, a) => a == axis ? extent : (WrittenSize)(s.Value + more[a]))))
        from index in goal.IndexTensor(extent, goal.Type.Shape)
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("gather", x, index)
        select (Expression)(axis == 0 ? call : call.With("axis", written));

    private static Gen<Expression> Scatter(Goal goal) =>
        from axis in goal.Axis()
        from count in Gen.Choose(1, 3)
        from less in Gen.Choose(0, 1).ArrayOf(goal.Rank)
        let shape = goal.Type.Shape.Select((s, a) => a == axis ? (WrittenSize)count : Math.Max(1, s.Value - less[a])).ToArray()
        from x in goal.Of(goal.Type)
        from index in goal.IndexTensor(goal.Type.Shape[axis], shape)
        from source in goal.Of(goal.Type.With(shape))
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("scatter", x, index, source)
        select (Expression)(axis == 0 ? call : call.With("axis", written));

    private static Gen<Expression> IndexSelect(Goal goal) =>
        from axis in goal.Axis()
        from extent in goal.AnyExtent()
        from x in goal.Of(goal.Type.WithAxis(axis, extent))
        from index in goal.IndexTensor(extent, goal.Type.Shape[axis])
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let call = Tree.Call("index_select", x, index)
        select (Expression)(axis == 0 ? call : call.With("axis", written));

    private static Gen<Expression> EmbeddingLayer(Goal goal) =>
        from count in goal.Extent()
        let type = new WrittenType("i32", [.. goal.Type.Shape.Take(goal.Rank - 1)])
        from index in goal.IndexTensor(count, type.Shape)
        from call in Layers.Call(
            goal,
            "embedding",
            [new Argument(default, null, Tree.Size(count)), new Argument(default, null, Tree.Size(goal.Type.Shape[^1]))],
            (index, type)
        )
        select call;

    private static Gen<Expression> EmbeddingOfValues(Goal goal) =>
        from count in goal.AnyExtent()
        from index in goal.IndexTensor(count, goal.Type.Shape.Take(goal.Rank - 1))
        from table in goal.Of(WrittenType.F32Of(count, goal.Type.Shape[^1]))
        select (Expression)Tree.Call("embedding", index, table);

    private static Gen<Expression> OneHot(Goal goal) =>
        from index in goal.IndexTensor(goal.Type.Shape[^1], goal.Type.Shape.Take(goal.Rank - 1))
        select (Expression)Tree.Call("one_hot", index, Tree.Size(goal.Type.Shape[^1]));
}
