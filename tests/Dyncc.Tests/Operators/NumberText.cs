using System.Collections.Immutable;
using System.Globalization;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>Tensors written as their numbers, row-major.</summary>
internal static class NumberText
{
    public static Tensor Read(ElementType type, ImmutableArray<int> shape, string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (type.IsFloat())
            return Tensor.FromFloats(type, [.. words.Select(Real)], shape);
        if (type == ElementType.Bool)
            return Tensor.FromArray([.. words.Select(bool.Parse)], shape);
        long[] integers = [.. words.Select(w => long.Parse(w, CultureInfo.InvariantCulture))];
        return type switch
        {
            ElementType.I8 => Tensor.FromArray([.. integers.Select(i => (sbyte)i)], shape),
            ElementType.U8 => Tensor.FromArray([.. integers.Select(i => (byte)i)], shape),
            ElementType.I32 => Tensor.FromArray([.. integers.Select(i => (int)i)], shape),
            _ => Tensor.FromArray(integers, shape),
        };
    }

    /// <summary>What differs first, or null. Integers are equal; floats are near, infinities and NaN at their places.</summary>
    public static string? Difference(Tensor expected, Tensor actual)
    {
        if (expected.Type != actual.Type || !expected.Shape.SequenceEqual(actual.Shape))
            return $"{actual}, expected {expected}";
        if (!expected.Type.IsFloat())
        {
            int at = expected.ToLongs().AsSpan().CommonPrefixLength(actual.ToLongs());
            return at == expected.ElementCount ? null : $"[{at}] is {actual.ToLongs()[at]}, expected {expected.ToLongs()[at]}";
        }
        (float[] right, float[] given) = (expected.ToFloats(), actual.ToFloats());
        // Sums of large numbers leave their rounding behind in small results.
        float largest = right.Where(float.IsFinite).Select(Math.Abs).Append(1).Max();
        double absolute = 1e-6 * Math.Min(largest, 100);
        for (int i = 0; i < right.Length; i++)
        {
            if (!IsNear(right[i], given[i], absolute))
                return $"[{i}] is {given[i]:R}, expected {right[i]:R}";
        }
        return null;
    }

    private static bool IsNear(float expected, float actual, double absolute) =>
        actual.Equals(expected) || actual == expected || Math.Abs((double)actual - expected) <= absolute + 1e-5 * Math.Abs(expected);

    private static float Real(string word) =>
        word switch
        {
            "nan" => float.NaN,
            "inf" => float.PositiveInfinity,
            "-inf" => float.NegativeInfinity,
            _ => float.Parse(word, CultureInfo.InvariantCulture),
        };
}
