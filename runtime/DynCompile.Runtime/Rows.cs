using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DynCompile.Runtime;

/// <summary>One row of elements for each lane: a value that lives in a <see cref="Session"/>'s arena, or a weight.</summary>
/// <remarks>
/// A weight or a constant has stride 0: every lane reads the same row. <c>default</c> stands for an operand that is not there
/// (a layer without a bias). Indices are checked in debug builds only; the compiler plans them.
/// </remarks>
/// <typeparam name="T">The element type: float, int, long, byte, sbyte, bool.</typeparam>
public readonly unsafe struct Rows<T>
    where T : unmanaged
{
    private readonly T* _origin;
    private readonly nint _stride;

    internal Rows(T* origin, nint stride)
    {
        _origin = origin;
        _stride = stride;
    }

    /// <summary>Elements from one lane's row to the next one's; 0 for weights and constants.</summary>
    public long Stride => _stride;

    /// <summary>Whether there is no operand.</summary>
    public bool IsNull => _origin == null;

    /// <summary>The first element of a lane's row.</summary>
    /// <param name="lane">A lane of the session.</param>
    public ref T this[int lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *Row(lane);
    }

    /// <summary>The first <paramref name="length"/> elements of a lane's row.</summary>
    /// <param name="lane">A lane of the session.</param>
    /// <param name="length">Elements of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span(int lane, int length) => new(Row(lane), length);

    /// <summary>The same rows, read from a later element on.</summary>
    /// <param name="element">Elements to leave out at the front of each row.</param>
    public Rows<T> From(long element)
    {
        Debug.Assert(_origin != null, "rows of an operand that is not there");
        return new(_origin + element, _stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* Row(int lane)
    {
        Debug.Assert(_origin != null, "rows of an operand that is not there");
        Debug.Assert(lane >= 0, $"lane {lane}");
        return _origin + lane * _stride;
    }

    internal Rows<byte> AsBytes() => new((byte*)_origin, _stride * sizeof(T));
}
