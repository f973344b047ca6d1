using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Convolutions, pooling and resizing: the input's extents are found from the result's.</summary>
internal static class WindowRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("conv1d", (t, s) => s.HasLayers && IsSequence(t), goal => ConvolutionLayer(goal, "conv1d"), 3),
        new("conv2d", (t, s) => s.HasLayers && IsImage(t), goal => ConvolutionLayer(goal, "conv2d"), 3),
        new("sparse", (t, s) => s.HasLayers && IsSequence(t), goal => ConvolutionLayer(goal, "conv1d", isSparse: true)),
        new("sparse", (t, s) => s.HasLayers && IsImage(t), goal => ConvolutionLayer(goal, "conv2d", isSparse: true)),
        new("quantize", (t, s) => s.HasLayers && IsImage(t), goal => ConvolutionLayer(goal, "conv2d", isQuantized: true)),
        new("conv1d", IsSequence, goal => ConvolutionOfValues(goal, "conv1d"), 1),
        new("conv2d", IsImage, goal => ConvolutionOfValues(goal, "conv2d"), 1),
        new("max_pool1d", IsSequence, goal => Pool(goal, "max_pool1d")),
        new("avg_pool1d", IsSequence, goal => Pool(goal, "avg_pool1d")),
        new("max_pool2d", IsImage, goal => Pool(goal, "max_pool2d")),
        new("avg_pool2d", IsImage, goal => Pool(goal, "avg_pool2d")),
        new("adaptive_avg_pool2d", IsImage, AdaptivePool),
        new("interpolate", IsImage, Interpolate, 6),
    ];

    private static bool IsSequence(WrittenType type) => type is { IsF32: true, Rank: 2, IsConstant: true, HasElements: true };

    private static bool IsImage(WrittenType type) => type is { IsF32: true, Rank: 3, IsConstant: true, HasElements: true };

    /// <summary>How a window moves along one axis, and the extents that it makes of each other.</summary>
    private sealed record Move(int Kernel, int Stride, int Padding, int Dilation, int Input);

    private static Gen<Move> MoveFor(int places, bool isPool) =>
        from kernel in Gen.Choose(1, 3)
        from stride in Draw.From(1, 1, 2, 3)
        from dilation in isPool ? Gen.Constant(1) : Draw.From(1, 1, 2)
        from padding in Gen.Choose(0, isPool ? kernel / 2 : 2)
        from unused in Gen.Choose(0, stride - 1)
        let input = ((places - 1) * stride) + (dilation * (kernel - 1)) + 1 + unused - (2 * padding)
        select input >= 1 ? new Move(kernel, stride, padding, dilation, input) : new Move(1, 1, 0, 1, places);

    private static Gen<Move[]> MovesFor(WrittenType result, bool isPool) =>
        Draw.All(result.Shape.Skip(1).Select(s => MoveFor(s.Value, isPool)));

    // One number for all axes where they agree.
    private static Expression Option(Move[] moves, Func<Move, int> option) =>
        moves.Select(option).Distinct().Count() == 1 ? Tree.Number(option(moves[0])) : Tree.List(moves.Select(m => Tree.Number(option(m))));

    private static IEnumerable<Argument> Options(Move[] moves, bool isPool)
    {
        if (isPool ? moves.Any(m => m.Stride != m.Kernel) : moves.Any(m => m.Stride != 1))
            yield return Tree.Named("stride", Option(moves, m => m.Stride));
        if (moves.Any(m => m.Padding != 0))
            yield return Tree.Named("padding", Option(moves, m => m.Padding));
        if (moves.Any(m => m.Dilation != 1))
            yield return Tree.Named("dilation", Option(moves, m => m.Dilation));
    }

    private static Gen<int> Groups(WrittenType result, bool isSparse) =>
        isSparse ? Gen.Constant(1) : Draw.From(Enumerable.Range(1, 3).Where(g => result.Shape[0].Value % g == 0).Append(1));

    private static Gen<Expression> ConvolutionLayer(Goal goal, string name, bool isSparse = false, bool isQuantized = false) =>
        from moves in MovesFor(goal.Type, isPool: false)
        from groups in Groups(goal.Type, isSparse)
        from inputs in isSparse ? Draw.From(4, 8) : Gen.Choose(1, 3)
        from pattern in Draw.From((1, 2), (2, 4), (1, 4))
        from shared in Draw.From<int?>(null, null, 2)
        let type = WrittenType.F32Of([inputs * groups, .. moves.Select(m => (WrittenSize)m.Input)])
        from x in goal.Of(type)
        let arguments = new List<Argument>
        {
            new(default, null, Tree.Size(goal.Type.Shape[0])),
            Tree.Named("kernel", Option(moves, m => m.Kernel)),
        }
        from call in Layers.Call(
            goal,
            name,
            [
                .. arguments,
                .. Options(moves, isPool: false),
                .. groups == 1 ? Array.Empty<Argument>() : [Tree.Named("groups", Tree.Number(groups))],
                .. isSparse
                    ? [Tree.Named("sparse", new SparsityLiteral(default, pattern.Item1, pattern.Item2, shared))]
                    : Array.Empty<Argument>(),
                .. isQuantized ? [Tree.Named("quantize", new ElementTypeName(default, "i8"))] : Array.Empty<Argument>(),
            ],
            (x, type)
        )
        select call;

    private static Gen<Expression> ConvolutionOfValues(Goal goal, string name) =>
        from moves in MovesFor(goal.Type, isPool: false)
        from groups in Groups(goal.Type, isSparse: false)
        from inputs in Gen.Choose(1, 2)
        from hasBias in Draw.From(true, false)
        from operands in goal.All(
            WrittenType.F32Of([inputs * groups, .. moves.Select(m => (WrittenSize)m.Input)]),
            WrittenType.F32Of([goal.Type.Shape[0], inputs, .. moves.Select(m => (WrittenSize)m.Kernel)]),
            WrittenType.F32Of(goal.Type.Shape[0])
        )
        select (Expression)
            Tree.Call(
                Tree.Name(name),
                hasBias ? operands : operands[..2],
                [.. Options(moves, isPool: false), .. groups == 1 ? Array.Empty<Argument>() : [Tree.Named("groups", Tree.Number(groups))]]
            );

    private static Gen<Expression> Pool(Goal goal, string name) =>
        from moves in MovesFor(goal.Type, isPool: true)
        from x in goal.Of(WrittenType.F32Of([goal.Type.Shape[0], .. moves.Select(m => (WrittenSize)m.Input)]))
        from isPiped in Draw.Percent(30)
        let kernel = Option(moves, m => m.Kernel)
        let options = Options(moves, isPool: true)
        select isPiped
            ? new PipeExpression(default, x, Tree.Call(Tree.Name(name), [kernel], options))
            : (Expression)Tree.Call(Tree.Name(name), [x, kernel], options);

    private static Gen<Expression> AdaptivePool(Goal goal) =>
        from rows in Gen.Choose(1, 5)
        from columns in Gen.Choose(1, 5)
        from x in goal.Of(WrittenType.F32Of(goal.Type.Shape[0], rows, columns))
        select (Expression)Tree.Call("adaptive_avg_pool2d", x, Tree.Sizes(goal.Type.Shape.Skip(1)));

    private static Gen<Expression> Interpolate(Goal goal) =>
        from scale in Draw.From(
            new[] { 0.5, 1.5, 2.0 }.Where(s => goal.Type.Shape.Skip(1).All(d => Unscaled(d.Value, s) is not null)).Append(0.0)
        )
        from rows in Gen.Choose(1, 4)
        from columns in Gen.Choose(1, 4)
        from mode in Draw.From("nearest", "bilinear")
        let source = scale == 0
            ? [rows, columns]
            : goal.Type.Shape.Skip(1).Select(d => (WrittenSize)Unscaled(d.Value, scale)!.Value).ToArray()
        from x in goal.Of(WrittenType.F32Of([goal.Type.Shape[0], .. source]))
        let call = Tree.Call("interpolate", x)
        let resized = scale == 0 ? call.With("size", Tree.Sizes(goal.Type.Shape.Skip(1))) : call.With("scale", Tree.Real(scale))
        select (Expression)resized.With("mode", Tree.Name(mode));

    // The extent that a scale turns into the given one, if there is one.
    private static int? Unscaled(int extent, double scale) =>
        Enumerable.Range(1, 12).Cast<int?>().FirstOrDefault(n => (int)Math.Floor(n!.Value * scale) == extent);
}
