using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>Symmetric 8-bit integers of a weight, with a scale for each output row: |w| at its largest in the row is 127.</summary>
/// <remarks>The same numbers as the graph's <c>quantize_rows</c>: scale = max |w| / 127, and round(w / scale) to even.</remarks>
public static class RowQuantization
{
    private const float Largest = 127;

    /// <summary>The integers, in the order of the weight; a tensor of integers as it is.</summary>
    /// <param name="weight">[outputs, ..], of floats or i8.</param>
    /// <exception cref="ArgumentException">The weight has no rows, or other elements.</exception>
    public static sbyte[] Quantize(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Type == ElementType.I8)
            return weight.AsSpan<sbyte>().ToArray();
        ReadOnlySpan<float> w = Floats(weight);
        float[] scales = Scales(weight);
        var quantized = new sbyte[w.Length];
        int length = scales.Length == 0 ? 0 : w.Length / scales.Length;
        for (int row = 0; row < scales.Length; row++)
        for (int i = row * length; i < (row + 1) * length; i++)
            quantized[i] = Integer(MathF.Round(w[i] / scales[row]));
        return quantized;
    }

    /// <summary>The scale of each row.</summary>
    /// <param name="weight">[outputs, ..], of floats.</param>
    /// <exception cref="ArgumentException">The weight has no rows, or other elements.</exception>
    public static float[] Scales(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ReadOnlySpan<float> w = Floats(weight);
        var scales = new float[weight.Shape[0]];
        int length = scales.Length == 0 ? 0 : w.Length / scales.Length;
        for (int row = 0; row < scales.Length; row++)
        {
            float largest = 0;
            foreach (float element in w.Slice(row * length, length))
                largest = MathF.Max(largest, MathF.Abs(element));
            scales[row] = largest / Largest;
        }
        return scales;
    }

    private static ReadOnlySpan<float> Floats(Tensor weight) =>
        weight.Rank >= 2 && weight.Type.IsFloat()
            ? weight.ToF32().AsSpan<float>()
            : throw new ArgumentException($"{weight} is not a weight of floats [outputs, ..]", nameof(weight));

    // A row of zeros has scale 0; 0 / 0 is NaN, which counts as 0.
    private static sbyte Integer(float rounded) => float.IsNaN(rounded) ? (sbyte)0 : (sbyte)rounded;
}
