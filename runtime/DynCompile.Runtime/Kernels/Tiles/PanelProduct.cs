using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>y = start + x m for rows x and y that pointers name, and a matrix in panels.</summary>
/// <remarks>
/// An element sums in ascending order, starting at the bias. If there are few outputs and many inputs, four partial sums take a quarter
/// of the inputs each, the first starting at the bias, and are added in order: a single row then has enough independent sums to fill
/// the processor. Either order follows from the numbers of inputs and outputs alone.
/// </remarks>
/// <typeparam name="V">A vector.</typeparam>
/// <typeparam name="T">Its operations.</typeparam>
internal static unsafe class PanelProduct<V, T>
    where V : struct
    where T : struct, IVectors<V>
{
    private const int Quarters = 4;
    private const int FewOutputs = 32;
    private const int ManyInputs = 256;

    // A strip of the panel stays in the first-level cache while all rows pass.
    private const int LinesPerBlock = 384;

    private static int TileColumns => 2 * T.Count;

    private static bool IsInQuarters(int inputs, int outputs) => outputs <= FewOutputs && inputs >= ManyInputs;

    /// <summary>Computes one row.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="matrix">[inputs, outputs].</param>
    /// <param name="start">[outputs] to start from, or none.</param>
    /// <param name="y">[outputs].</param>
    /// <param name="inputs">Summands.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow(float* x, in PanelMatrix matrix, float* start, float* y, int inputs, int outputs, bool relu)
    {
        var ends = new TileEnds { Relu = relu };
        nint second = matrix.Second<T, V>(TileColumns);
        nint next = TileColumns / PanelMatrix.PanelWidth * matrix.PanelStride;
        int column = 0;
        if (IsInQuarters(inputs, outputs))
        {
            for (; column <= outputs - TileColumns; column += TileColumns)
                QuartersOfRow(x, matrix, start == null ? null : start + column, y + column, column, second, inputs, relu);
        }
        else
        {
            for (; column <= outputs - 8 * T.Count; column += 8 * T.Count)
            {
                ends.ColumnStarts = start == null ? null : start + column;
                RegisterTile<V, T, StridedWalk>.OneByEight(&x, 0, inputs, matrix.Walk(0, column), second, next, &y, column, ends);
            }
            if (column <= outputs - 4 * T.Count)
            {
                ends.ColumnStarts = start == null ? null : start + column;
                RegisterTile<V, T, StridedWalk>.OneByFour(&x, 0, inputs, matrix.Walk(0, column), second, next, &y, column, ends);
                column += 4 * T.Count;
            }
            for (; column <= outputs - TileColumns; column += TileColumns)
            {
                ends.ColumnStarts = start == null ? null : start + column;
                RegisterTile<V, T, StridedWalk>.OneByTwo(&x, 0, inputs, matrix.Walk(0, column), second, &y, column, ends);
            }
        }
        if (column == outputs)
            return;

        // The last columns go through whole vectors of their own.
        int columns = outputs - column;
        float* room = stackalloc float[TileColumns];
        float* starts = stackalloc float[TileColumns];
        if (start != null)
            Copy(start + column, starts, columns);
        else
            starts = null;
        second = matrix.Second<T, V>(columns);
        ends.ColumnStarts = starts;
        if (IsInQuarters(inputs, outputs))
            QuartersOfRow(x, matrix, starts, room, column, second, inputs, relu);
        else
            RegisterTile<V, T, StridedWalk>.OneByTwo(&x, 0, inputs, matrix.Walk(0, column), second, &room, 0, ends);
        Copy(room, y + column, columns);
    }

    /// <summary>Computes several rows, with the bits that each would have alone.</summary>
    /// <param name="x">A pointer to each row [inputs], and <see cref="RowPointers.Padding"/> more.</param>
    /// <param name="y">A pointer to each row [outputs], and as many more.</param>
    /// <param name="rows">How many.</param>
    /// <param name="matrix">[inputs, outputs].</param>
    /// <param name="start">[outputs] to start from, or none.</param>
    /// <param name="continues">Whether each row starts from what y holds.</param>
    /// <param name="inputs">Summands.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ManyRows(
        float** x,
        float** y,
        int rows,
        in PanelMatrix matrix,
        float* start,
        bool continues,
        int inputs,
        int outputs,
        bool relu
    )
    {
        bool inQuarters = IsInQuarters(inputs, outputs);
        int blocks =
            inQuarters ? Quarters
            : rows <= 2 * TileHeight.Most ? 1
            : Math.Max(1, (inputs + LinesPerBlock - 1) / LinesPerBlock);
        int lines = (inputs + blocks - 1) / blocks;
        int first = 0;
        do
        {
            int count = Math.Min(lines, inputs - first);
            bool isFirst = first == 0;
            var ends = new TileEnds
            {
                Continues = isFirst ? continues : !inQuarters,
                Adds = !isFirst && inQuarters,
                Relu = relu && first + count == inputs,
            };
            for (int column = 0; column < outputs; column += TileColumns)
            {
                int columns = Math.Min(TileColumns, outputs - column);
                float* starts = isFirst && start != null ? start + column : null;
                if (columns == TileColumns)
                {
                    ends.ColumnStarts = starts;
                    RowTiles(x, y, rows, matrix, first, count, column, ends);
                }
                else
                    LastColumns(x, y, rows, matrix, first, count, column, columns, starts, ends);
            }
            first += count;
        } while (first < inputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowTiles(float** x, float** y, int rows, in PanelMatrix matrix, int line, int lines, int column, in TileEnds ends)
    {
        nint second = matrix.Second<T, V>(TileColumns);
        int height;
        for (int row = 0; row < rows; row += height)
        {
            height = TileHeight.For(T.Count, rows - row);
            RegisterTile<V, T, StridedWalk>.Rows(height, x + row, line, lines, matrix.Walk(line, column), second, y + row, column, ends);
        }
    }

    // Tiles write whole vectors, here to a room beside y.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LastColumns(
        float** x,
        float** y,
        int rows,
        in PanelMatrix matrix,
        int line,
        int lines,
        int column,
        int columns,
        float* start,
        TileEnds ends
    )
    {
        float* room = stackalloc float[TileHeight.Most * TileColumns];
        float** inRoom = stackalloc float*[TileHeight.Most];
        for (int i = 0; i < TileHeight.Most; i++)
            inRoom[i] = room + i * TileColumns;
        if (start != null)
        {
            float* starts = stackalloc float[TileColumns];
            Copy(start, starts, columns);
            ends.ColumnStarts = starts;
        }
        nint second = matrix.Second<T, V>(columns);
        int height;
        for (int row = 0; row < rows; row += height)
        {
            height = TileHeight.For(T.Count, rows - row);
            int count = Math.Min(height, rows - row);
            for (int i = 0; i < count && (ends.Continues || ends.Adds); i++)
                Copy(y[row + i] + column, inRoom[i], columns);
            RegisterTile<V, T, StridedWalk>.Rows(height, x + row, line, lines, matrix.Walk(line, column), second, inRoom, 0, ends);
            for (int i = 0; i < count; i++)
                Copy(inRoom[i], y[row + i] + column, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void QuartersOfRow(
        float* x,
        in PanelMatrix matrix,
        float* start,
        float* y,
        int column,
        nint second,
        int inputs,
        bool relu
    )
    {
        int quarter = (inputs + Quarters - 1) / Quarters;
        int last = inputs - 3 * quarter;
        float* p0 = matrix.Line(0, column);
        float* p1 = matrix.Line(quarter, column);
        float* p2 = matrix.Line(2 * quarter, column);
        float* p3 = matrix.Line(3 * quarter, column);
        float* x1 = x + quarter;
        float* x2 = x1 + quarter;
        float* x3 = x2 + quarter;
        V s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        V t0 = default,
            t1 = default,
            t2 = default,
            t3 = default;
        if (start != null)
        {
            s0 = T.Load(start);
            t0 = T.Load(start + T.Count);
        }
        nint at = 0;
        for (nint i = 0; i < last; i++, at += matrix.LineStride)
        {
            V v = T.Create(x[i]);
            s0 = T.MultiplyAdd(v, T.Load(p0 + at), s0);
            t0 = T.MultiplyAdd(v, T.Load(p0 + at + second), t0);
            v = T.Create(x1[i]);
            s1 = T.MultiplyAdd(v, T.Load(p1 + at), s1);
            t1 = T.MultiplyAdd(v, T.Load(p1 + at + second), t1);
            v = T.Create(x2[i]);
            s2 = T.MultiplyAdd(v, T.Load(p2 + at), s2);
            t2 = T.MultiplyAdd(v, T.Load(p2 + at + second), t2);
            v = T.Create(x3[i]);
            s3 = T.MultiplyAdd(v, T.Load(p3 + at), s3);
            t3 = T.MultiplyAdd(v, T.Load(p3 + at + second), t3);
        }
        // The last quarter may be shorter.
        for (nint i = last; i < quarter; i++, at += matrix.LineStride)
        {
            V v = T.Create(x[i]);
            s0 = T.MultiplyAdd(v, T.Load(p0 + at), s0);
            t0 = T.MultiplyAdd(v, T.Load(p0 + at + second), t0);
            v = T.Create(x1[i]);
            s1 = T.MultiplyAdd(v, T.Load(p1 + at), s1);
            t1 = T.MultiplyAdd(v, T.Load(p1 + at + second), t1);
            v = T.Create(x2[i]);
            s2 = T.MultiplyAdd(v, T.Load(p2 + at), s2);
            t2 = T.MultiplyAdd(v, T.Load(p2 + at + second), t2);
        }
        s0 = T.Add(T.Add(T.Add(s0, s1), s2), s3);
        t0 = T.Add(T.Add(T.Add(t0, t1), t2), t3);
        T.Store(relu ? T.Relu(s0) : s0, y);
        T.Store(relu ? T.Relu(t0) : t0, y + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int count) => new Span<float>(from, count).CopyTo(new Span<float>(to, count));
}
