using System.Collections.Immutable;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>An input or a result of a model.</summary>
/// <param name="Name">Its name in the model's text.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">The shape of one sample; empty for a scalar.</param>
public sealed record TensorInfo(string Name, ElementType Type, ImmutableArray<int> Shape)
{
    /// <summary>Elements of one sample.</summary>
    public int ElementCount { get; } = checked((int)Shapes.ElementCount(Shape));

    /// <summary>Bytes of one sample.</summary>
    public int Bytes => checked(ElementCount * Type.Size());

    /// <summary>Checks that a span holds this tensor for so many samples.</summary>
    /// <param name="given">The span's length.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="parameter">What the caller knows the span by.</param>
    /// <exception cref="ArgumentException">The length is another one; the message says both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 0 samples.</exception>
    public void RequireLength(int given, int count, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (given == (long)ElementCount * count)
            return;
        (string samples, string take) = count == 1 ? ("1 sample", "takes") : ($"{count} samples", "take");
        throw new ArgumentException(
            $"{Name} has {given} elements; {samples} of {Shapes.Text(Type, Shape)} {take} {(long)ElementCount * count}",
            parameter
        );
    }

    /// <summary>Checks that a tensor of another library is dense and has this shape.</summary>
    /// <param name="lengths">Its extents.</param>
    /// <param name="isDense">Whether its elements follow each other without gaps, the last axis fastest.</param>
    /// <param name="parameter">What the caller knows the tensor by.</param>
    /// <exception cref="ArgumentException">It is not dense, or its shape is another one; the message says both.</exception>
    public void RequireShape(ReadOnlySpan<nint> lengths, bool isDense, string parameter)
    {
        bool fits = lengths.Length == Shape.Length;
        for (int axis = 0; fits && axis < lengths.Length; axis++)
            fits = lengths[axis] == Shape[axis];
        if (!fits)
            throw NotOfShape(ToString(), lengths, parameter);
        RequireDense(isDense, parameter);
    }

    /// <summary>Checks that a tensor of another library is dense and has this shape for each of so many samples: the first axis counts them.</summary>
    /// <param name="lengths">Its extents.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="isDense">Whether its elements follow each other without gaps, the last axis fastest.</param>
    /// <param name="parameter">What the caller knows the tensor by.</param>
    /// <exception cref="ArgumentException">It is not dense, or its shape is another one; the message says both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 0 samples.</exception>
    public void RequireBatchShape(ReadOnlySpan<nint> lengths, int count, bool isDense, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        bool fits = lengths.Length == Shape.Length + 1 && lengths[0] == count;
        for (int axis = 1; fits && axis < lengths.Length; axis++)
            fits = lengths[axis] == Shape[axis - 1];
        if (!fits)
            throw NotOfShape($"{Name}: {Shapes.Text(Type, [count, .. Shape])}", lengths, parameter);
        RequireDense(isDense, parameter);
    }

    private static ArgumentException NotOfShape(string wanted, ReadOnlySpan<nint> lengths, string parameter) =>
        new($"{wanted} is wanted, not the shape [{string.Join(", ", lengths.ToArray())}]", parameter);

    private void RequireDense(bool isDense, string parameter)
    {
        if (!isDense)
            throw new ArgumentException($"{Name} is a view with gaps between its elements; a dense tensor is wanted", parameter);
    }

    /// <summary>The type as the language spells it: <c>f32[1, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name}: {Shapes.Text(Type, Shape)}";
}
