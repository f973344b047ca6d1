using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// What <c>quantize: i8</c> means: symmetric scales, |x| at its largest is 127. A weight has one for each output row, taken of the part
/// that is read; activations have one for the whole tensor, taken of the numbers that come, or a stored one that was calibrated.
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

    /// <summary>x ==> round(x / scale) as i8 with a scale that is known; what is larger becomes the largest.</summary>
    public static T Quantize<T>(IOperatorSink<T> sink, T x, T scale)
    {
        T rounded = sink.Apply(new Round(), sink.Apply(new Divide(), x, scale));
        T notBelow = sink.Apply(new Maximum(), rounded, sink.Apply(Constant.F32(-Largest)));
        return sink.Apply(new Cast(ElementType.I8), sink.Apply(new Minimum(), notBelow, sink.Apply(Constant.F32(Largest))));
    }

    /// <summary>The activations of a layer whose last input is their scale, if it is calibrated.</summary>
    public static (T Quantized, T Scale) QuantizeInput<T>(IOperatorSink<T> sink, T[] inputs, bool isCalibrated) =>
        isCalibrated ? (Quantize(sink, inputs[0], inputs[^1]), inputs[^1]) : Quantize(sink, inputs[0]);

    /// <summary>Whether a layer of so many inputs has a bias.</summary>
    public static bool HasBias(int inputs, bool isCalibrated) => inputs == (isCalibrated ? 4 : 3);

    /// <summary>What is wrong with a calibrated layer's scale; null when nothing.</summary>
    public static TypeProblem? CheckScale(EquatableArray<TensorType> inputs, bool isCalibrated) =>
        isCalibrated && inputs[inputs.Length - 1] != TensorType.Scalar(ElementType.F32)
            ? new TypeProblem.Rank(inputs.Length - 1, "0")
            : null;

    /// <summary>The inputs of a layer without the scale.</summary>
    public static EquatableArray<TensorType> WithoutScale(EquatableArray<TensorType> inputs, bool isCalibrated) =>
        isCalibrated ? [.. inputs.Take(inputs.Length - 1)] : inputs;

    public static IEnumerable<NamedAttribute> Attribute(bool isCalibrated) => isCalibrated ? [("calibrated", true)] : [];

    /// <summary>The parameters of a calibrated layer behind those of the layer.</summary>
    public static Parameter[] Calibration { get; } =
    [new Parameter.Value("input_scale", Arity.Optional), new Parameter.Attribute("calibrated", AttributeKind.Flag, false)];

    /// <summary>The sums of products as f32, each output with its scales.</summary>
    public static T Scale<T>(IOperatorSink<T> sink, T sums, T xScale, T weightScale) =>
        sink.Apply(new Multiply(), sink.Apply(new Cast(ElementType.F32), sums), sink.Apply(new Multiply(), weightScale, xScale));
}
