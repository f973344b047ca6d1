using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Normalisations, as layers and of values, and softmax.</summary>
internal static class NormalizationRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("batch_norm", (t, s) => s.HasLayers && HasRows(t), goal => Layer(goal, "batch_norm")),
        new("layer_norm", (t, s) => s.HasLayers && HasRows(t), goal => Layer(goal, "layer_norm")),
        new("rms_norm", (t, s) => s.HasLayers && HasRows(t), goal => Layer(goal, "rms_norm")),
        new("group_norm", (t, s) => s.HasLayers && HasRows(t) && t.Shape[0].IsConstant, GroupLayer),
        new("layer_norm", HasRows, goal => OfValues(goal, "layer_norm", weights: 2), 1),
        new("rms_norm", HasRows, goal => OfValues(goal, "rms_norm", weights: 1), 1),
        new("group_norm", t => HasRows(t) && t.Shape[0].IsConstant, GroupOfValues, 1),
        new("batch_norm", HasRows, BatchNormOfValues, 1),
        new("softmax", HasRows, goal => AlongAxis(goal, "softmax")),
        new("log_softmax", HasRows, goal => AlongAxis(goal, "log_softmax")),
    ];

    private static bool HasRows(WrittenType type) => type is { IsF32: true, Rank: >= 1, HasElements: true };

    private static Gen<Expression> Layer(Goal goal, string name) =>
        from x in goal.Of(goal.Type)
        from eps in Draw.From<Argument?>(null, null, Tree.Named("eps", Tree.Real(0.01)))
        from call in Layers.Call(goal, name, eps is null ? [] : [eps], (x, goal.Type))
        select call;

    private static Gen<int> Groups(Goal goal) => Draw.From(Enumerable.Range(1, 4).Where(g => goal.Type.Shape[0].Value % g == 0));

    private static Gen<Expression> GroupLayer(Goal goal) =>
        from groups in Groups(goal)
        from x in goal.Of(goal.Type)
        from call in Layers.Call(goal, "group_norm", [new Argument(default, null, Tree.Number(groups))], (x, goal.Type))
        select call;

    private static Gen<Expression> OfValues(Goal goal, string name, int weights) =>
        from count in Gen.Choose(0, weights)
        from operands in goal.All([goal.Type, .. Enumerable.Repeat(WrittenType.F32Of(goal.Type.Shape[^1]), count)])
        from eps in Draw.From(0.01, 0.1)
        select (Expression)Tree.Call(name, operands).With("eps", Tree.Real(eps));

    private static Gen<Expression> GroupOfValues(Goal goal) =>
        from groups in Groups(goal)
        from count in Draw.From(0, 1, 2)
        from operands in goal.All([goal.Type, .. Enumerable.Repeat(WrittenType.F32Of(goal.Type.Shape[0]), count)])
        select (Expression)Tree.Call("group_norm", operands).With("groups", groups).With("eps", Tree.Real(0.05));

    private static Gen<Expression> BatchNormOfValues(Goal goal) =>
        from operands in goal.All([goal.Type, .. Enumerable.Repeat(WrittenType.F32Of(goal.Type.Shape[0]), 4)])
        select (Expression)Tree.Call("batch_norm", [.. operands[..4], Tree.Add(Tree.Abs(operands[4]), Tree.Real(0.2))]);

    private static Gen<Expression> AlongAxis(Goal goal, string name) =>
        from x in goal.Of(goal.Type)
        from axis in goal.Axis()
        from written in Goal.WrittenAxis(axis, goal.Rank)
        let isLast = axis == goal.Rank - 1
        from isPiped in Draw.Percent(20)
        select isPiped && isLast ? new PipeExpression(default, x, Tree.Name(name))
        : isLast ? (Expression)Tree.Call(name, x)
        : Tree.Call(name, x).With("axis", written);
}
