namespace DynCompile.Runtime.Kernels;

/// <summary>Walks over an index tensor in row-major order and knows the place in the indexed tensor, up to the axis.</summary>
internal unsafe struct IndexedPlace
{
    private const int MaxRank = 8;

    private fixed int _position[MaxRank];
    private fixed int _extents[MaxRank];
    private fixed int _strides[MaxRank];
    private readonly int _rank;
    private readonly int _axis;
    private nint _offset;

    public IndexedPlace(ReadOnlySpan<int> extents, ReadOnlySpan<int> indexExtents, int axis)
    {
        _rank = extents.Length;
        _axis = axis;
        Count = 1;
        int stride = 1;
        for (int k = _rank - 1; k >= 0; k--)
        {
            _strides[k] = stride;
            _extents[k] = indexExtents[k];
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
        for (int k = _rank - 1; k >= 0; k--)
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
