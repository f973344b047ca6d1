using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Pointers to the rows of live lanes, in blocks, for tiles that take rows of several lanes.</summary>
internal static unsafe class RowPointers
{
    /// <summary>The most rows in one block.</summary>
    public const int BlockSize = 256;

    /// <summary>Rows of a matrix in one block: more of them, a power of two apart, crowd each other out of the second-level cache.</summary>
    public const int MatrixBlockSize = 128;

    /// <summary>Pointers behind a block's last row, which repeat it.</summary>
    public const int Padding = 7;

    /// <summary>Room for the pointers of a block.</summary>
    public const int Room = BlockSize + Padding;

    /// <summary>Fills in the rows of a block.</summary>
    /// <param name="pointers"><see cref="Room"/> pointers.</param>
    /// <param name="live">The lanes.</param>
    /// <param name="rows">The values.</param>
    /// <param name="first">The block's first row, counted over all lanes.</param>
    /// <param name="count">The block's rows, at most <see cref="BlockSize"/>.</param>
    /// <param name="rowsOfLane">Rows of one lane.</param>
    /// <param name="length">Elements of one row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float** pointers, Lanes live, Rows<float> rows, long first, int count, int rowsOfLane, int length)
    {
        int place = (int)(first / rowsOfLane);
        int row = (int)(first % rowsOfLane);
        for (int i = 0; i < count; i++)
        {
            pointers[i] = rows.Row(live[place]) + (nint)row * length;
            if (++row == rowsOfLane)
                (place, row) = (place + 1, 0);
        }
        Repeat(pointers, count);
    }

    /// <summary>Fills in rows at equal distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float** pointers, float* first, int count, nint stride)
    {
        for (int i = 0; i < count; i++)
            pointers[i] = first + i * stride;
        Repeat(pointers, count);
    }

    /// <summary>The last pointer stands behind the others too.</summary>
    public static void Repeat(float** pointers, int count)
    {
        for (int i = count; i < count + Padding; i++)
            pointers[i] = pointers[count - 1];
    }
}
