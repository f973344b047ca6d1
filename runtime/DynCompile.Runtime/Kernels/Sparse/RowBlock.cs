using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>The rows of all live lanes, a block at a time: rows of different lanes run together.</summary>
internal unsafe ref struct RowBlock
{
    /// <summary>The most rows of a block.</summary>
    public const int Size = 64;

    private readonly Lanes _live;
    private readonly int _rows;
    private readonly Rows<float> _bias;
    private long _first;

    /// <param name="live">The lanes, at least one.</param>
    /// <param name="rows">Rows of one lane, at least one.</param>
    /// <param name="bias">What rows start from; a computed one differs from lane to lane.</param>
    public RowBlock(Lanes live, int rows, Rows<float> bias) => (_live, _rows, _bias) = (live, rows, bias);

    /// <summary>Rows of the block.</summary>
    public int Count { get; private set; }

    /// <summary>[outputs], or null.</summary>
    public readonly float* Bias => _bias.IsNull ? null : _bias.Row(_live[(int)(_first / _rows)]);

    /// <summary>Goes to the next block; false after the last one.</summary>
    public bool Next()
    {
        _first += Count;
        long left = (long)_live.Count * _rows - _first;
        // Lanes that start differently do not share a block.
        long inLane = _bias.Stride == 0 ? left : _rows - _first % _rows;
        Count = (int)Math.Min(Size, Math.Min(left, inLane));
        return Count > 0;
    }

    /// <summary>Pointers to the rows of the block.</summary>
    public readonly void Fill(float** pointers, Rows<float> values, int length) =>
        RowPointers.Fill(pointers, _live, values, _first, Count, _rows, length);
}
