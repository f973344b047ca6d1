using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>
/// The sparse product with a pattern that 16 outputs share, for many rows: the rows are turned into columns, and the dense tile takes
/// outputs by columns, over the lines of the inputs that stay.
/// </summary>
internal static unsafe class SharedSparseColumns
{
    private const int Width = PackedSharedSparseMatrix.PanelWidth;

    public static void Run(
        float** xs,
        PackedSharedSparseMatrix weight,
        float* bias,
        float** ys,
        int rows,
        int inputs,
        int outputs,
        bool relu
    )
    {
        int columns = TurnedRows.ColumnsFor(rows);
        int panels = (outputs + Width - 1) / Width;
        float* lines = (float*)KernelScratch.Take(((long)inputs + panels * Width) * columns * sizeof(float));
        float* sums = lines + (nint)inputs * columns;
        // Columns behind the last row repeat it, and nobody reads what comes of them.
        float** all = stackalloc float*[columns];
        for (int column = 0; column < columns; column++)
            all[column] = xs[Math.Min(column, rows - 1)];
        TurnedRows.In(all, 0, inputs, lines, columns);
        float* starts = stackalloc float[Width];
        new Span<float>(starts, Width).Clear();
        for (int panel = 0; panel < panels; panel++)
        {
            if (bias != null)
                new Span<float>(bias + panel * Width, Math.Min(Width, outputs - panel * Width)).CopyTo(new Span<float>(starts, Width));
            float* to = sums + (nint)panel * Width * columns;
            if (Vector512.IsHardwareAccelerated && columns >= 2 * Vector512<float>.Count)
                Panel<Vector512<float>, Vectors512>(weight, panel, inputs, starts, lines, to, columns);
            else
                Panel<Vector256<float>, Vectors256>(weight, panel, inputs, starts, lines, to, columns);
        }
        TurnedRows.Out(sums, columns, ys, rows, outputs, relu);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<V, T>(
        PackedSharedSparseMatrix weight,
        int panel,
        int inputs,
        float* starts,
        float* lines,
        float* sums,
        int columns
    )
        where V : struct
        where T : struct, IVectors<V>
    {
        float** weights = stackalloc float*[Width + RowPointers.Padding];
        float** to = stackalloc float*[Width + RowPointers.Padding];
        RowPointers.Fill(weights, weight.Panel(panel), Width, 1);
        RowPointers.Fill(to, sums, Width, columns);
        int kept = weight.Kept(inputs);
        for (int column = 0; column < columns; column += 2 * T.Count)
        {
            int height;
            for (int output = 0; output < Width; output += height)
            {
                height = TileHeight.For(T.Count, Width - output);
                var ends = new TileEnds { RowStarts = starts + output };
                var walk = new PatternWalk(lines + column, columns, weight.KeptInputs(panel), Width);
                RegisterTile<V, T, PatternWalk>.Rows(height, weights + output, 0, kept, walk, T.Count, to + output, column, ends);
            }
        }
    }
}
