using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Calls of layers that the body will declare: alone, or one of an array by a computed index.</summary>
internal static class Layers
{
    private const int Slots = 2;
    private const int ArrayPercent = 35;
    private const int LongestArray = 4;

    /// <param name="data">The layer's data, each with its type.</param>
    public static Gen<Expression> Call(
        Goal goal,
        string constructor,
        IEnumerable<Argument> arguments,
        params IReadOnlyList<(Expression Value, WrittenType Type)> data
    ) =>
        from callee in Callee(goal, constructor, arguments, string.Join("; ", data.Select(d => d.Type)))
        from isPiped in Draw.Percent(20)
        select isPiped ? Piped(callee, [.. data.Select(d => d.Value)]) : (Expression)Tree.Call(callee, data.Select(d => d.Value));

    /// <summary>A layer to be called with data of the given types.</summary>
    public static Gen<Expression> Callee(Goal goal, string constructor, IEnumerable<Argument> arguments, string signature) =>
        from layers in Array(goal, constructor, arguments, signature)
        from layer in layers.At(goal)
        select layer;

    /// <summary>A layer, or an array of them, to be called with data of the given types.</summary>
    public static Gen<LayerHole> Array(Goal goal, string constructor, IEnumerable<Argument> arguments, string signature) =>
        from slot in Gen.Choose(0, Slots - 1)
        from isArray in Draw.Percent(ArrayPercent)
        from rank in isArray ? Draw.From(1, 1, 1, 2) : Gen.Constant(0)
        from dimensions in Gen.Choose(1, LongestArray).ArrayOf(rank)
        select new LayerHole(constructor, [.. arguments], [.. dimensions], signature, slot);

    /// <summary>One of the layers, by a computed index.</summary>
    public static Gen<Expression> At(this LayerHole layers, Goal goal) =>
        from indices in Draw.All(layers.Dimensions.Select(d => goal.Index(d)))
        from isNested in Draw.From(true, false)
        select indices.Length == 0 ? layers
        // e[i][j] and e[i, j] mean the same.
        : isNested ? indices.Aggregate((Expression)layers, (target, index) => Tree.At(target, index))
        : Tree.At(layers, indices);

    private static PipeExpression Piped(Expression callee, Expression[] data) =>
        new(default, data[0], data.Length == 1 ? callee : Tree.Call(callee, data[1..]));
}
