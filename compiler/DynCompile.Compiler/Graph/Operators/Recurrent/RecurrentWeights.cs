using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// The weights that recurrent cells have in common, named as in PyTorch: weight_ih [gates · hidden, in], weight_hh
/// [gates · hidden, hidden] and both biases [gates · hidden] or none.
/// </summary>
internal static class RecurrentWeights
{
    public static EquatableArray<Parameter.Attribute> LayerParameters { get; } =
    [new("hidden", AttributeKind.Size), new("bias", AttributeKind.Flag, true)];

    public static Parameter[] Parameters { get; } =
    ["weight_ih", "weight_hh", new Parameter.Value("bias_ih", Arity.Optional), new Parameter.Value("bias_hh", Arity.Optional)];

    public static LayerResolution Resolve(Operator cell, int gates, Attributes arguments, EquatableArray<TensorType> data)
    {
        if (TypeRules.RankAtLeast(data, 0, 1) is { } problem)
            return problem;
        Size hidden = arguments.Size("hidden");
        // A prefix of all gates' rows would cut the last gates off, not every gate's own rows.
        if (!hidden.IsConstant)
            return new TypeProblem.Attribute("hidden", hidden, "constant: the rows of the gates lie one after another");
        Size rows = hidden * gates;
        LayerWeight[] weights =
        [
            new("weight_ih", TensorType.F32(rows, data[0].Shape[^1])),
            new("weight_hh", TensorType.F32(rows, hidden)),
            new("bias_ih", TensorType.F32(rows)),
            new("bias_hh", TensorType.F32(rows)),
        ];
        return new LayerResolution.Resolved(cell, [.. weights.Take(arguments.Flag("bias") ? 4 : 2)]);
    }

    /// <summary>Checks x [.., in], the states [.., hidden] after it, and the weights after those.</summary>
    public static TypeProblem? Check(EquatableArray<TensorType> inputs, int states, int gates)
    {
        if (TypeRules.All(inputs, e => e == ElementType.F32, "f32") is { } element)
            return element;
        if ((TypeRules.RankAtLeast(inputs, 0, 1) ?? TypeRules.RankAtLeast(inputs, 1, 1)) is { } rank)
            return rank;
        (TensorType x, Size hidden) = (inputs[0], inputs[1].Shape[^1]);
        EquatableArray<Size> state = [.. x.Shape.Take(x.Rank - 1), hidden];
        for (int i = 1; i <= states; i++)
        {
            if (TypeRules.Shape(inputs, i, state, i == 1 ? "the axes of x before its last" : "the hidden state") is { } misfit)
                return misfit;
        }
        int first = states + 1;
        return TypeRules.Shape(inputs, first, [hidden * gates, x.Shape[^1]], $"{gates} gates of the hidden state by the last axis of x")
            ?? TypeRules.Shape(inputs, first + 1, [hidden * gates, hidden], $"{gates} gates of the hidden state by the hidden state")
            ?? (inputs.Length == first + 3 ? new TypeProblem.Other("takes both biases or none") : null)
            ?? TypeRules.Vectors(inputs, first + 2, hidden * gates, $"{gates} gates of the hidden state");
    }

    /// <summary>The gates' sums from x and from the hidden state, each split by gate along the last axis.</summary>
    public static (T[] FromInput, T[] FromHidden) Gates<T>(IOperatorSink<T> sink, T[] inputs, int states, int gates)
    {
        bool hasBias = inputs.Length > states + 3;
        T[] Of(T data, int which)
        {
            T weight = inputs[states + 1 + which];
            T sum = hasBias ? sink.Apply(new Linear(), data, weight, inputs[states + 3 + which]) : sink.Apply(new Linear(), data, weight);
            return sink.ApplyAll(new Chunk(gates, Axis: -1), sum);
        }
        return (Of(inputs[0], 0), Of(inputs[1], 1));
    }
}
