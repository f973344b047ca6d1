using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>A weight in native memory, as it is: every lane reads the same row.</summary>
/// <typeparam name="T">The element type: float, int, long, byte, sbyte, bool.</typeparam>
public sealed unsafe class WeightRows<T> : IStoredWeight
    where T : unmanaged
{
    private readonly NativeBuffer _memory;

    /// <summary>Copies a weight; f16 and bf16 become float if <typeparamref name="T"/> is.</summary>
    /// <param name="weight">The weight.</param>
    /// <exception cref="ArgumentException">The weight has other elements.</exception>
    public WeightRows(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Tensor converted = typeof(T) == typeof(float) && weight.Type.IsFloat() ? weight.ToF32() : weight;
        if (converted.Type != ElementTypes.Of<T>())
            throw new ArgumentException($"{weight} is not a weight of {ElementTypes.Of<T>().Name()}", nameof(weight));
        _memory = Copy(converted.AsSpan<T>());
        Length = converted.ElementCount;
    }

    /// <summary>Copies elements.</summary>
    public WeightRows(ReadOnlySpan<T> elements)
    {
        _memory = Copy(elements);
        Length = elements.Length;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The weight as every lane's row.</summary>
    public Rows<T> Rows => new((T*)_memory.Pointer, 0);

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <inheritdoc/>
    public long Bytes => _memory.Bytes;

    private static NativeBuffer Copy(ReadOnlySpan<T> elements)
    {
        var memory = new NativeBuffer((long)elements.Length * sizeof(T), $"a weight of {elements.Length} elements");
        elements.CopyTo(new Span<T>(memory.Pointer, elements.Length));
        return memory;
    }
}
