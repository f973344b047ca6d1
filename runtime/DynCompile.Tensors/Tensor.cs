using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DynCompile.Tensors;

/// <summary>A dense tensor in row-major order.</summary>
/// <remarks>
/// The elements can be written through <see cref="AsSpan{T}"/>; type and shape are fixed. <see cref="Row"/> and <see cref="Reshape(ReadOnlySpan{int})"/>
/// share the elements. A tensor holds at most <see cref="MaxBytes"/> bytes. Bytes are little-endian, as in files.
/// </remarks>
public sealed class Tensor
{
    /// <summary>The most bytes of one tensor: as many as an array can have.</summary>
    public const int MaxBytes = 0x7FFF_FFC7;

    private readonly Memory<byte> bytes;

    /// <summary>A tensor over bytes that the caller hands over; nothing is copied.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The shape, empty for a scalar.</param>
    /// <param name="bytes">Exactly the elements' bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes is not the shape times the element size.</exception>
    public Tensor(ElementType type, ImmutableArray<int> shape, Memory<byte> bytes)
    {
        if (shape.IsDefault)
            throw new ArgumentException("the shape is missing; a scalar has the empty one");
        int expected = ByteCount(type, shape.AsSpan());
        if (bytes.Length != expected)
            throw new ArgumentException($"{Shapes.Text(type, shape)} has {expected} bytes, not {bytes.Length}");
        Type = type;
        Shape = shape;
        this.bytes = bytes;
    }

    /// <summary>The element type.</summary>
    public ElementType Type { get; }

    /// <summary>The shape; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Length;

    /// <summary>The number of elements; 1 for a scalar.</summary>
    public int ElementCount => bytes.Length / Type.Size();

    /// <summary>The elements' bytes, in row-major order.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the tensor would be too large.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor Zeros(ElementType type, params ReadOnlySpan<int> shape) =>
        new(type, ImmutableArray.Create(shape), new byte[ByteCount(type, shape)]);

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the tensor would be too large.</exception>
    public static Tensor Zeros(ElementType type, ImmutableArray<int> shape) => Zeros(type, shape.AsSpan());

    /// <summary>A tensor with a copy of these values; no sizes make a scalar.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or no element type holds them.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor FromArray<T>(T[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged => FromSpan<T>(values, shape);

    /// <summary>A tensor with a copy of these values.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or no element type holds them.</exception>
    public static Tensor FromArray<T>(T[] values, ImmutableArray<int> shape)
        where T : unmanaged => FromSpan<T>(values, shape.AsSpan());

    /// <summary>A tensor with a copy of these values; no sizes make a scalar.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or no element type holds them.</exception>
    public static Tensor FromSpan<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var type = ElementTypes.Of<T>();
        RequireCount(values.Length, shape);
        return new(type, ImmutableArray.Create(shape), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>A scalar.</summary>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => FromArray([value]);

    /// <summary>A tensor of f32, f16 or bf16, rounded to nearest, ties to even.</summary>
    /// <exception cref="ArgumentException">The type is not a float type, or the number of values is not that of the shape.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor FromFloats(ElementType type, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        RequireCount(values.Length, shape);
        var tensor = Zeros(type, shape);
        switch (type)
        {
            case ElementType.F32:
                values.CopyTo(tensor.AsSpan<float>());
                return tensor;
            case ElementType.F16:
                var halves = tensor.AsSpan<ushort>();
                for (int i = 0; i < values.Length; i++)
                    halves[i] = Float16.FromSingle(values[i]);
                return tensor;
            case ElementType.BF16:
                var truncated = tensor.AsSpan<BFloat16>();
                for (int i = 0; i < values.Length; i++)
                    truncated[i] = BFloat16.FromSingle(values[i]);
                return tensor;
            default:
                throw new ArgumentException($"{type.Name()} is not a float type");
        }
    }

    /// <summary>A tensor of f32, f16 or bf16, rounded to nearest, ties to even.</summary>
    /// <exception cref="ArgumentException">The type is not a float type, or the number of values is not that of the shape.</exception>
    public static Tensor FromFloats(ElementType type, ReadOnlySpan<float> values, ImmutableArray<int> shape) =>
        FromFloats(type, values, shape.AsSpan());

    /// <summary>The elements themselves, to be read and written.</summary>
    /// <remarks>f16 and bf16 can also be seen as <c>ushort</c> bits, and bool as <c>byte</c>.</remarks>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not this tensor's element type.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (!Type.IsViewedAs<T>())
            throw new InvalidOperationException($"{this} does not hold {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(bytes.Span);
    }

    /// <summary>A copy of the elements as floats: rounded to nearest where an integer is too long, false 0 and true 1.</summary>
    public float[] ToFloats()
    {
        var floats = new float[ElementCount];
        switch (Type)
        {
            case ElementType.F32:
                AsSpan<float>().CopyTo(floats);
                break;
            case ElementType.F16:
                Convert(AsSpan<ushort>(), floats, Float16.ToSingle);
                break;
            case ElementType.BF16:
                Convert(AsSpan<BFloat16>(), floats, value => value.ToSingle());
                break;
            case ElementType.I8:
                Convert(AsSpan<sbyte>(), floats, value => value);
                break;
            case ElementType.I32:
                Convert(AsSpan<int>(), floats, value => value);
                break;
            case ElementType.I64:
                Convert(AsSpan<long>(), floats, value => value);
                break;
            default:
                Convert(AsSpan<byte>(), floats, value => value);
                break;
        }
        return floats;
    }

    /// <summary>A copy of the elements of an integer or bool tensor, false 0 and true 1.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds floats.</exception>
    public long[] ToLongs()
    {
        if (Type.IsFloat())
            throw new InvalidOperationException($"{this} holds floats, not integers");
        var longs = new long[ElementCount];
        switch (Type)
        {
            case ElementType.I8:
                Convert(AsSpan<sbyte>(), longs, value => value);
                break;
            case ElementType.I32:
                Convert(AsSpan<int>(), longs, value => value);
                break;
            case ElementType.I64:
                AsSpan<long>().CopyTo(longs);
                break;
            default:
                Convert(AsSpan<byte>(), longs, value => value);
                break;
        }
        return longs;
    }

    /// <summary>The tensor in f32; itself if it is f32 already.</summary>
    public Tensor ToF32() => Type == ElementType.F32 ? this : FromArray(ToFloats(), Shape.AsSpan());

    /// <summary>The <paramref name="index"/>-th slice along axis 0; it shares this tensor's elements.</summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor Row(int index)
    {
        if (Rank == 0)
            throw new InvalidOperationException($"{this} is a scalar and has no rows");
        if ((uint)index >= (uint)Shape[0])
            throw new ArgumentOutOfRangeException(nameof(index), $"row {index} of {this}: it has {Shape[0]} rows");
        int rowBytes = bytes.Length / Shape[0];
        return new(Type, Shape.RemoveAt(0), bytes.Slice(index * rowBytes, rowBytes));
    }

    /// <summary>Slices <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 along axis 0; they share this tensor's elements.</summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many rows.</exception>
    public Tensor Rows(int first, int count)
    {
        if (Rank == 0)
            throw new InvalidOperationException($"{this} is a scalar and has no rows");
        if (first < 0 || count < 0 || first > Shape[0] - count)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} rows from row {first} of {this}: it has {Shape[0]} rows");
        int rowBytes = Shape[0] == 0 ? 0 : bytes.Length / Shape[0];
        return new(Type, Shape.SetItem(0, count), bytes.Slice(first * rowBytes, count * rowBytes));
    }

    /// <summary>The same elements, shared, in another shape.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    [OverloadResolutionPriority(1)]
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        RequireCount(ElementCount, shape);
        return new(Type, ImmutableArray.Create(shape), bytes);
    }

    /// <summary>The same elements, shared, in another shape.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor Reshape(ImmutableArray<int> shape) => Reshape(shape.AsSpan());

    /// <summary>The type and shape as the language spells them: <c>f32[1, 28, 28]</c>.</summary>
    public override string ToString() => Shapes.Text(Type, Shape);

    private static int ByteCount(ElementType type, ReadOnlySpan<int> shape)
    {
        long count = Shapes.ElementCount(shape);
        if (count > MaxBytes / type.Size())
            throw new ArgumentException($"{type.Name()}{Shapes.Text(shape)} needs more than {MaxBytes} bytes");
        return (int)count * type.Size();
    }

    private static void RequireCount(int count, ReadOnlySpan<int> shape)
    {
        long expected = Shapes.ElementCount(shape);
        if (count != expected)
            throw new ArgumentException($"shape {Shapes.Text(shape)} has {expected} elements, not {count}");
    }

    private static void Convert<TFrom, TTo>(Span<TFrom> from, TTo[] to, Func<TFrom, TTo> convert)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = convert(from[i]);
    }
}
