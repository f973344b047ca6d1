using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace DynCompile.Tensors;

/// <summary>Sizes and texts of shapes. Rank 0 (a scalar) is the empty shape, with one element.</summary>
public static class Shapes
{
    /// <summary>The most axes that a tensor in a file may have, as in NumPy.</summary>
    internal const int MaxRank = 64;

    /// <summary>The number of elements of a shape.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the number of elements does not fit 63 bits.</exception>
    [OverloadResolutionPriority(1)]
    public static long ElementCount(ReadOnlySpan<int> shape)
    {
        foreach (int size in shape)
        {
            if (size < 0)
                throw new ArgumentException($"shape {Text(shape)} has a negative size");
        }
        if (!TryMultiply(shape, 1, out long count))
            throw new ArgumentException($"shape {Text(shape)} has too many elements");
        return count;
    }

    /// <summary>The number of elements of a shape.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the number of elements does not fit 63 bits.</exception>
    public static long ElementCount(ImmutableArray<int> shape) => ElementCount(shape.AsSpan());

    /// <summary>The shape in brackets: <c>[1, 28, 28]</c>, <c>[]</c> for a scalar.</summary>
    [OverloadResolutionPriority(1)]
    public static string Text(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    /// <summary>The shape in brackets: <c>[1, 28, 28]</c>, <c>[]</c> for a scalar.</summary>
    public static string Text(ImmutableArray<int> shape) => Text(shape.AsSpan());

    /// <summary>The type as the language spells it: <c>f32[1, 28, 28]</c>, <c>f32</c> for a scalar.</summary>
    public static string Text(ElementType type, ImmutableArray<int> shape) => shape.Length == 0 ? type.Name() : type.Name() + Text(shape);

    /// <summary>Multiplies sizes, which are not negative, and an element's size; false if the non-zero ones overflow.</summary>
    /// <remarks>A zero does not hide an overflow beside it, so the verdict does not depend on the order of the axes.</remarks>
    internal static bool TryMultiply(ReadOnlySpan<int> shape, int elementSize, out long product)
    {
        long nonZero = elementSize;
        bool empty = false;
        product = 0;
        foreach (int size in shape)
        {
            if (size == 0)
            {
                empty = true;
                continue;
            }
            if (nonZero > long.MaxValue / size)
                return false;
            nonZero *= size;
        }
        product = empty ? 0 : nonZero;
        return true;
    }
}
