using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>Rows that have become columns, so that vectors run over rows, and the way back.</summary>
internal static unsafe class TurnedRows
{
    private const int Octet = 8;

    /// <summary>Columns for so many rows: whole vectors.</summary>
    public static int ColumnsFor(int rows) =>
        rows > 32 ? 64
        : rows > 16 ? 32
        : 16;

    /// <summary>Some inputs of all rows to [inputs, columns].</summary>
    /// <param name="rows">A pointer for each column.</param>
    /// <param name="from">The first input.</param>
    /// <param name="count">Inputs.</param>
    /// <param name="lines">[inputs, columns].</param>
    /// <param name="columns">A multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void In(float** rows, int from, int count, float* lines, int columns)
    {
        for (int column = 0; column < columns; column += Octet)
        {
            float** eight = rows + column;
            float* to = lines + column;
            nint i = 0;
            for (; i <= count - Octet; i += Octet)
                Transposition.CopyBlock(eight, from + i, to + i * columns, columns);
            for (; i < count; i++)
            for (int row = 0; row < Octet; row++)
                to[i * columns + row] = eight[row][from + i];
        }
    }

    /// <summary>[outputs, columns] to rows of outputs. Lines are read in eights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Out(float* lines, int columns, float** rows, int rowCount, int outputs, bool relu)
    {
        float** eight = stackalloc float*[Octet];
        float* tile = stackalloc float[Octet * Octet];
        for (int output = 0; output < outputs; output += Octet)
        {
            for (int line = 0; line < Octet; line++)
                eight[line] = lines + (nint)(output + line) * columns;
            int count = Math.Min(Octet, outputs - output);
            for (int column = 0; column < rowCount; column += Octet)
            {
                Transposition.CopyBlock(eight, column, tile, Octet);
                for (int row = 0; row < Math.Min(Octet, rowCount - column); row++)
                {
                    float* from = tile + row * Octet;
                    float* to = rows[column + row] + output;
                    Vector256<float> results = Vector256.Load(from);
                    if (relu)
                        results = Elementary.Relu(results);
                    if (count == Octet)
                    {
                        results.Store(to);
                        continue;
                    }
                    results.Store(from);
                    for (int i = 0; i < count; i++)
                        to[i] = from[i];
                }
            }
        }
    }
}
