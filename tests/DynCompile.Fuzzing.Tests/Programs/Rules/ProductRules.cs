using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Matrix products, dense and sparse, attention and recurrent cells.</summary>
internal static class ProductRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("linear", (t, s) => s.HasLayers && IsRows(t), goal => LinearLayer(goal, isQuantized: false), 8),
        new("quantize", (t, s) => s.HasLayers && IsRows(t) && t.HasElements, goal => LinearLayer(goal, isQuantized: true), 1),
        new("sparse", (t, s) => s.HasLayers && IsRows(t) && t.Shape[^1].IsAtLeastOne, SparseLayer, 2),
        new("linear", IsRows, LinearOfValues, 1),
        new("matmul", t => t.IsF32, Matmul),
        new("attention", t => t is { IsF32: true, Rank: 2, HasElements: true }, Attention, 1),
        new("gru_cell", (t, s) => s.HasLayers && IsCell(t), Gru, 1),
        new("gru_cell", IsCell, GruOfValues, 1),
    ];

    private static bool IsRows(WrittenType type) => type is { IsF32: true, Rank: >= 1 };

    private static bool IsCell(WrittenType type) => IsRows(type) && type.Shape[^1] is { IsConstant: true, IsAtLeastOne: true };

    private static Gen<Expression> LinearLayer(Goal goal, bool isQuantized) =>
        from inputs in goal.AnyExtent()
        let type = goal.Type.WithLast(inputs)
        from x in goal.Of(type)
        from hasNoBias in Draw.Percent(20)
        let arguments = new List<Argument> { new(default, null, Tree.Size(goal.Type.Shape[^1])) }
        from call in Layers.Call(
            goal,
            "linear",
            [
                .. arguments,
                .. hasNoBias ? [Tree.Named("bias", Tree.Flag(false))] : Array.Empty<Argument>(),
                .. isQuantized ? [Tree.Named("quantize", new ElementTypeName(default, "i8"))] : Array.Empty<Argument>(),
            ],
            (x, type)
        )
        select call;

    private static Gen<Expression> SparseLayer(Goal goal) =>
        from pattern in Draw.From((1, 2), (2, 4), (1, 4), (2, 8), (4, 8))
        from groups in Gen.Choose(1, 2)
        // Outputs that share a pattern stay together at every size.
        from shared in goal.Type.Shape[^1].IsConstant ? Draw.From(1, 1, 2, 4) : Gen.Constant(1)
        let type = goal.Type.WithLast(pattern.Item2 * groups)
        from x in goal.Of(type)
        from call in Layers.Call(
            goal,
            "linear",
            [
                new Argument(default, null, Tree.Size(goal.Type.Shape[^1])),
                Tree.Named("sparse", new SparsityLiteral(default, pattern.Item1, pattern.Item2, shared == 1 ? null : shared)),
            ],
            (x, type)
        )
        select call;

    private static Gen<Expression> LinearOfValues(Goal goal) =>
        from inputs in goal.AnyExtent()
        from operands in goal.All(
            goal.Type.WithLast(inputs),
            WrittenType.F32Of(goal.Type.Shape[^1], inputs),
            WrittenType.F32Of(goal.Type.Shape[^1])
        )
        from hasBias in Draw.From(true, false)
        select (Expression)Tree.Call("linear", hasBias ? operands : operands[..2]);

    private static Gen<Expression> Matmul(Goal goal) =>
        from inner in goal.AnyExtent()
        from operands in Draw.From(Factors(goal.Type.Shape, inner)).SelectMany(shapes => goal.All(shapes.Select(s => WrittenType.F32Of(s))))
        select (Expression)Tree.Call("matmul", operands);

    /// <summary>The shapes whose product has a shape: of matrices, of a matrix and a vector, and of two vectors.</summary>
    private static WrittenSize[][][] Factors(EquatableArray<WrittenSize> product, WrittenSize inner)
    {
        if (product.IsEmpty)
            return
            [
                [
                    [inner],
                    [inner],
                ],
            ];
        WrittenSize last = product[^1];
        WrittenSize[] leading = [.. product.Take(product.Length - 1)];
        WrittenSize[][][] withVector =
        [
            [
                [.. product, inner],
                [inner],
            ],
            [
                [inner],
                [.. leading, inner, last],
            ],
        ];
        if (product.Length == 1)
            return withVector;
        WrittenSize[] batch = leading[..^1];
        WrittenSize rows = leading[^1];
        return
        [
            .. withVector,
            [
                [.. leading, inner],
                [.. batch, inner, last],
            ],
            [
                [.. leading, inner],
                [inner, last],
            ],
            [
                [rows, inner],
                [.. batch, inner, last],
            ],
            .. batch.Length == 0 ? Array.Empty<WrittenSize[][]>() : WithBatchOfOne(batch, rows, inner, last),
        ];
    }

    // [2, rows, inner] by [1, inner, last]: written out, an axis of 1 repeats as a missing one does.
    private static WrittenSize[][][] WithBatchOfOne(WrittenSize[] batch, WrittenSize rows, WrittenSize inner, WrittenSize last) =>
        [
            [
                [.. batch, rows, inner],
                [1, .. batch[1..], inner, last],
            ],
            [
                [1, .. batch[1..], rows, inner],
                [.. batch, inner, last],
            ],
        ];

    private static Gen<Expression> Attention(Goal goal) =>
        from depth in goal.Extent()
        from keys in goal.AnyExtent()
        let rows = goal.Type.Shape[0]
        let width = goal.Type.Shape[1]
        let heads = new[] { 2, 3 }.Where(h => width.IsConstant && width.Value % h == 0 && depth.Value % h == 0).Append(1)
        from count in Draw.From(heads)
        from operands in goal.All(WrittenType.F32Of(rows, depth), WrittenType.F32Of(keys, depth), WrittenType.F32Of(keys, width))
        from maskElement in Draw.From("f32", "bool")
        from mask in Draw.Maybe(30, goal.Of(new WrittenType(maskElement, [rows, keys])))
        let call = Tree.Call("attention", operands)
        let masked = mask is null ? call : call.With("mask", mask)
        select (Expression)(count == 1 ? masked : masked.With("heads", count));

    private static Gen<Expression> Gru(Goal goal) =>
        from inputs in goal.AnyExtent()
        let type = goal.Type.WithLast(inputs)
        from x in goal.Of(type)
        from h in goal.Of(goal.Type)
        from call in Layers.Call(goal, "gru_cell", [new Argument(default, null, Tree.Size(goal.Type.Shape[^1]))], (x, type), (h, goal.Type))
        select call;

    private static Gen<Expression> GruOfValues(Goal goal) =>
        from inputs in goal.Extent()
        let rows = 3 * goal.Type.Shape[^1].Value
        from operands in goal.All(
            goal.Type.WithLast(inputs),
            goal.Type,
            WrittenType.F32Of(rows, inputs),
            WrittenType.F32Of(rows, goal.Type.Shape[^1])
        )
        select (Expression)Tree.Call("gru_cell", operands);
}
