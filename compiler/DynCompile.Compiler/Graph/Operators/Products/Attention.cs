using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Scaled dot-product attention: softmax(q kᵀ / √d + mask) v with q [.., T, d], k [.., S, d], v [.., S, e]. With <c>heads</c> above 1
/// the inputs are [T, heads · d] and the heads are split off and joined again. A bool mask keeps where it is true, an f32 one is added.
/// </summary>
public sealed record Attention(int Heads = 1) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "attention",
        "Scaled dot-product attention.",
        ["q", "k", "v", new Parameter.Value("mask", Arity.Optional), new Parameter.Attribute("heads", AttributeKind.Integer, 1)],
        a => new Attention(a.Int("heads"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Heads == 1 ? [] : [("heads", Heads)];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs)
    {
        if (TypeRules.AllF32([.. inputs.Take(3)]) is { } problem)
            return problem;
        if (TypeRules.AtLeast("heads", Heads, 1) is { } heads)
            return heads;
        for (int i = 0; i < 3; i++)
        {
            if (Heads > 1 ? inputs[i].Rank != 2 : inputs[i].Rank < 2)
                return new TypeProblem.Rank(i, Heads > 1 ? "2" : "at least 2");
            if (Size.DivideExactly(inputs[i].Shape[^1], Heads) is null)
                return new TypeProblem.Indivisible("the last axis", inputs[i].Shape[^1], Heads);
        }
        if (inputs[0].Shape[^1] != inputs[1].Shape[^1])
            return new TypeProblem.Extent(1, inputs[1].Rank - 1, inputs[0].Shape[^1], "the queries");
        if (inputs[1].Shape[^2] != inputs[2].Shape[^2])
            return new TypeProblem.Extent(2, inputs[2].Rank - 2, inputs[1].Shape[^2], "the keys");
        if (!inputs[0].Shape[^1].IsConstant)
            return new TypeProblem.Other("the width of a head must be constant, for its square root scales the scores");
        return Broadcasting.JoinLeading([.. inputs.Take(3)], matrixAxes: 2, out _) ?? (inputs.Length == 4 ? CheckMask(inputs) : null);
    }

    // The mask repeats over the scores; it must not make them more.
    private TypeProblem? CheckMask(EquatableArray<TensorType> inputs)
    {
        TensorType mask = inputs[3];
        if (mask.Element is not (ElementType.F32 or ElementType.Bool))
            return new TypeProblem.Element(3, "bool or f32");
        _ = Broadcasting.JoinLeading([inputs[0], inputs[1]], matrixAxes: 2, out EquatableArray<Size> batch);
        Size[] leading = Heads > 1 ? [Heads] : [.. batch];
        Size[] scores = [.. leading, inputs[0].Shape[^2], inputs[1].Shape[^2]];
        if (mask.Rank > scores.Length)
            return new TypeProblem.Rank(3, $"at most {scores.Length}");
        for (int fromEnd = 1; fromEnd <= mask.Rank; fromEnd++)
        {
            if (mask.Shape[^fromEnd] != Size.One && mask.Shape[^fromEnd] != scores[^fromEnd])
                return new TypeProblem.Extent(3, mask.Rank - fromEnd, scores[^fromEnd], "the scores, queries by keys");
        }
        return null;
    }

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        T q = Split(sink, inputs[0]);
        T k = Split(sink, inputs[1]);
        T v = Split(sink, inputs[2]);
        double scale = 1 / Math.Sqrt(sink.TypeOf(q).Shape[^1].Value);
        T scores = sink.Apply(new Matmul(), q, sink.Apply(new Transpose(-2, -1), k));
        T scaled = sink.Apply(new Multiply(), scores, sink.Apply(Constant.F32(scale)));
        if (inputs.Length == 4)
            scaled = Masked(sink, scaled, inputs[3]);
        return [Join(sink, sink.Apply(new Matmul(), sink.Apply(new Softmax(), scaled), v))];
    }

    private static T Masked<T>(IOperatorSink<T> sink, T scores, T mask) =>
        sink.TypeOf(mask).Element == ElementType.Bool
            ? sink.Apply(new Where(), mask, scores, sink.Apply(Constant.F32(double.NegativeInfinity)))
            : sink.Apply(new Add(), scores, mask);

    // [T, heads * d] ==> [heads, T, d]
    private T Split<T>(IOperatorSink<T> sink, T x)
    {
        if (Heads == 1)
            return x;
        TensorType type = sink.TypeOf(x);
        Size width = Size.DivideExactly(type.Shape[1], Heads)!;
        return sink.Apply(new Transpose(0, 1), sink.Apply(new Reshape([type.Shape[0], Heads, width]), x));
    }

    // [heads, T, e] ==> [T, heads * e]
    private T Join<T>(IOperatorSink<T> sink, T x)
    {
        if (Heads == 1)
            return x;
        TensorType type = sink.TypeOf(x);
        return sink.Apply(new Reshape([type.Shape[1], Heads * type.Shape[2]]), sink.Apply(new Transpose(0, 1), x));
    }
}
