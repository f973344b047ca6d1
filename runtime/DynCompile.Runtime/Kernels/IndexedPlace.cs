namespace DynCompile.Runtime.Kernels;

/// <summary>Walks over an index tensor in row-major order and knows the place in the indexed tensor, up to the axis.</summary>
internal ref struct IndexedPlace
{
    private readonly ReadOnlySpan<int> _extents;
    private readonly Span<int> _position;
    private readonly Span<int> _strides;
    private readonly int _axis;
    private nint _offset;

    /// <param name="extents">The sizes of the indexed tensor.</param>
    /// <param name="indexExtents">The sizes of the index.</param>
    /// <param name="axis">The axis that the indices point along.</param>
    /// <param name="memory">Two numbers for each axis.</param>
    public IndexedPlace(ReadOnlySpan<int> extents, ReadOnlySpan<int> indexExtents, int axis, Span<int> memory)
    {
        _axis = axis;
        _extents = indexExtents;
        _position = memory[..extents.Length];
        _strides = memory[extents.Length..];
        _position.Clear();
        Count = 1;
        int stride = 1;
        for (int k = extents.Length - 1; k >= 0; k--)
        {
            _strides[k] = stride;
            stride *= extents[k];
            Count *= indexExtents[k];
        }
    }

    /// <summary>Elements of the index tensor.</summary>
    public int Count { get; }

    /// <summary>The element that an index at this place points to.</summary>
    public readonly nint Offset(int index) => _offset + (nint)index * _strides[_axis];

    public void MoveNext()
    {
        for (int k = _extents.Length - 1; k >= 0; k--)
        {
            nint step = k == _axis ? 0 : _strides[k];
            _offset += step;
            if (++_position[k] < _extents[k])
                return;
            _offset -= step * _extents[k];
            _position[k] = 0;
        }
    }
}
