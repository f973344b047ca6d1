namespace DynCompile.Runtime.Kernels;

/// <summary>The rows of all live lanes in blocks, as pointers: rows of different lanes run together.</summary>
internal unsafe ref struct RowBlocks(Lanes live, Rows<float> x, Rows<float> bias, Rows<float> y, int rows, int inputs, int outputs)
{
    /// <summary>Rows of one block.</summary>
    public const int Size = 64;

    // A bias that differs from lane to lane is no weight: then a block has the rows of one lane.
    private readonly bool _mixesLanes = bias.IsNull || bias.Stride == 0;
    private int _place;
    private int _row;

    /// <summary>Rows of the block.</summary>
    public int Count { get; private set; }

    /// <summary>[outputs], or null.</summary>
    public float* Bias { get; private set; }

    /// <summary>Goes to the next block; false after the last one.</summary>
    /// <param name="xs">Room for <see cref="Size"/> rows of inputs.</param>
    /// <param name="ys">Room for as many rows of outputs.</param>
    public bool Next(float** xs, float** ys)
    {
        Count = 0;
        while (Count < Size && _place < live.Count && rows > 0)
        {
            int lane = live[_place];
            float* from = x.Row(lane);
            float* to = y.Row(lane);
            Bias = bias.IsNull ? null : bias.Row(lane);
            for (; _row < rows && Count < Size; _row++, Count++)
            {
                xs[Count] = from + (nint)_row * inputs;
                ys[Count] = to + (nint)_row * outputs;
            }
            if (_row < rows)
                break;
            _row = 0;
            _place++;
            if (!_mixesLanes)
                break;
        }
        return Count > 0;
    }
}
