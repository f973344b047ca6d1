using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// What <c>quantize: i8</c> means: symmetric scales, |x| at its largest is 127. A weight has one for each output row, taken of the part
/// that is read; activations have one for the whole tensor, taken of the numbers that come.
/// </summary>
internal static class Quantization
{
    private const int Largest = 127;

    /// <summary>How layers take it.</summary>
    public static Parameter.Attribute Parameter { get; } = new("quantize", AttributeKind.Element, IsOptional: true);

    /// <summary>What is wrong with a layer's <c>quantize</c>; null when nothing.</summary>
    public static TypeProblem? Check(Attributes arguments) =>
        arguments.OptionalType("quantize") is not { } type ? null
        : type != TensorType.Scalar(ElementType.I8) ? new TypeProblem.Attribute("quantize", new AttributeValue.Type(type), "i8")
        : arguments.Sparsity("sparse") is not null ? new TypeProblem.Other("`quantize` and `sparse` do not go together")
        : null;

    public static bool IsAsked(Attributes arguments) => arguments.OptionalType("quantize") is not null;

    /// <summary>x ==> round(x / scale) as i8, and scale = max |x| / 127 along the given axes, all of them by default.</summary>
    public static (T Quantized, T Scale) Quantize<T>(IOperatorSink<T> sink, T x, EquatableArray<int>? axes = null)
    {
        T largest = sink.Apply(new Max(axes, Keep: axes is not null), sink.Apply(new Abs(), x));
        T scale = sink.Apply(new Divide(), largest, sink.Apply(Constant.F32(Largest)));
        // Zeros alone have scale 0; 0 / 0 is NaN, and a cast makes that 0.
        T rounded = sink.Apply(new Round(), sink.Apply(new Divide(), x, scale));
        return (sink.Apply(new Cast(ElementType.I8), rounded), scale);
    }

    /// <summary>The sums of products as f32, each output with its scales.</summary>
    public static T Scale<T>(IOperatorSink<T> sink, T sums, T xScale, T weightScale) =>
        sink.Apply(new Multiply(), sink.Apply(new Cast(ElementType.F32), sums), sink.Apply(new Multiply(), weightScale, xScale));
}
