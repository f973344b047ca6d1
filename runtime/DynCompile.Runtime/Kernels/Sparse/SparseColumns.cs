using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>
/// The sparse product for many rows: the rows are turned into columns, vectors run over them, and each weight is broadcast and meets the line
/// of its input. A block of inputs stays in the first-level cache; nothing is gathered.
/// </summary>
internal static unsafe class SparseColumns
{
    private const int Octet = 8;
    private const int StripWidth = PackedSparseMatrix.StripWidth;
    private const int InputBlock = PackedSparseMatrix.InputBlock;

    public static void Run(float** xs, PackedSparseMatrix weight, float* bias, float** ys, int rows, int inputs, int outputs, bool relu)
    {
        int columns = TurnedRows.ColumnsFor(rows);
        int lines = (outputs + Octet - 1) / Octet * Octet;
        float* block = (float*)KernelScratch.Take((InputBlock + (long)lines) * columns * sizeof(float));
        float* sums = block + InputBlock * columns;
        // Columns behind the last row repeat it, and nobody reads what comes of them.
        float** all = stackalloc float*[columns];
        for (int column = 0; column < columns; column++)
            all[column] = xs[Math.Min(column, rows - 1)];

        for (int line = 0; line < lines; line++)
            new Span<float>(sums + (nint)line * columns, columns).Fill(bias == null || line >= outputs ? 0 : bias[line]);
        for (int input = 0; input < inputs; input += InputBlock)
        {
            int count = Math.Min(InputBlock, inputs - input);
            TurnedRows.In(all, input, count, block, columns);
            if (Vector512.IsHardwareAccelerated && columns > Vector512<float>.Count)
                Add<Vector512<float>, Vectors512>(weight, input, count, block, sums, lines, columns);
            else
                Add<Vector256<float>, Vectors256>(weight, input, count, block, sums, lines, columns);
        }
        TurnedRows.Out(sums, columns, ys, rows, outputs, relu);
    }

    private static void Add<V, T>(PackedSparseMatrix weight, int input, int inputs, float* block, float* sums, int lines, int columns)
        where V : struct
        where T : struct, IVectors<V>
    {
        int before = weight.Kept(input);
        int kept = weight.Kept(inputs);
        int vectors = columns / T.Count;
        for (int first = 0, strip = 0; first < lines; first += StripWidth, strip++)
        {
            int width = weight.WidthOf(strip);
            float* values = weight.Values(strip) + (nint)before * width;
            byte* places = weight.Places(strip) + (nint)before * width;
            int count = Math.Min(width, lines - first);
            for (int line = 0; line < count; line += 8 / vectors)
            {
                float* to = sums + (nint)(first + line) * columns;
                if (vectors == 8)
                    OneLine<V, T>(values + line, places + line, width, kept, block, to);
                else if (vectors == 4)
                    TwoLines<V, T>(values + line, places + line, width, kept, block, to);
                else
                    FourLines<V, T>(values + line, places + line, width, kept, block, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneLine<V, T>(float* values, byte* places, nint width, int kept, float* block, float* sums)
        where V : struct
        where T : struct, IVectors<V>
    {
        V a = T.Load(sums);
        V b = T.Load(sums + T.Count);
        V c = T.Load(sums + 2 * T.Count);
        V d = T.Load(sums + 3 * T.Count);
        V e = T.Load(sums + 4 * T.Count);
        V f = T.Load(sums + 5 * T.Count);
        V g = T.Load(sums + 6 * T.Count);
        V h = T.Load(sums + 7 * T.Count);
        for (; kept > 0; kept--, values += width, places += width)
        {
            V value = T.Create(*values);
            float* line = block + (nint)(*places) * (8 * T.Count);
            a = T.MultiplyAdd(value, T.Load(line), a);
            b = T.MultiplyAdd(value, T.Load(line + T.Count), b);
            c = T.MultiplyAdd(value, T.Load(line + 2 * T.Count), c);
            d = T.MultiplyAdd(value, T.Load(line + 3 * T.Count), d);
            e = T.MultiplyAdd(value, T.Load(line + 4 * T.Count), e);
            f = T.MultiplyAdd(value, T.Load(line + 5 * T.Count), f);
            g = T.MultiplyAdd(value, T.Load(line + 6 * T.Count), g);
            h = T.MultiplyAdd(value, T.Load(line + 7 * T.Count), h);
        }
        Store<V, T>(a, b, c, d, sums);
        Store<V, T>(e, f, g, h, sums + 4 * T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoLines<V, T>(float* values, byte* places, nint width, int kept, float* block, float* sums)
        where V : struct
        where T : struct, IVectors<V>
    {
        V a = T.Load(sums);
        V b = T.Load(sums + T.Count);
        V c = T.Load(sums + 2 * T.Count);
        V d = T.Load(sums + 3 * T.Count);
        V e = T.Load(sums + 4 * T.Count);
        V f = T.Load(sums + 5 * T.Count);
        V g = T.Load(sums + 6 * T.Count);
        V h = T.Load(sums + 7 * T.Count);
        for (; kept > 0; kept--, values += width, places += width)
        {
            V value = T.Create(values[0]);
            float* line = block + (nint)places[0] * (4 * T.Count);
            a = T.MultiplyAdd(value, T.Load(line), a);
            b = T.MultiplyAdd(value, T.Load(line + T.Count), b);
            c = T.MultiplyAdd(value, T.Load(line + 2 * T.Count), c);
            d = T.MultiplyAdd(value, T.Load(line + 3 * T.Count), d);
            value = T.Create(values[1]);
            line = block + (nint)places[1] * (4 * T.Count);
            e = T.MultiplyAdd(value, T.Load(line), e);
            f = T.MultiplyAdd(value, T.Load(line + T.Count), f);
            g = T.MultiplyAdd(value, T.Load(line + 2 * T.Count), g);
            h = T.MultiplyAdd(value, T.Load(line + 3 * T.Count), h);
        }
        Store<V, T>(a, b, c, d, sums);
        Store<V, T>(e, f, g, h, sums + 4 * T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourLines<V, T>(float* values, byte* places, nint width, int kept, float* block, float* sums)
        where V : struct
        where T : struct, IVectors<V>
    {
        V a = T.Load(sums);
        V b = T.Load(sums + T.Count);
        V c = T.Load(sums + 2 * T.Count);
        V d = T.Load(sums + 3 * T.Count);
        V e = T.Load(sums + 4 * T.Count);
        V f = T.Load(sums + 5 * T.Count);
        V g = T.Load(sums + 6 * T.Count);
        V h = T.Load(sums + 7 * T.Count);
        for (; kept > 0; kept--, values += width, places += width)
        {
            V value = T.Create(values[0]);
            float* line = block + (nint)places[0] * (2 * T.Count);
            a = T.MultiplyAdd(value, T.Load(line), a);
            b = T.MultiplyAdd(value, T.Load(line + T.Count), b);
            value = T.Create(values[1]);
            line = block + (nint)places[1] * (2 * T.Count);
            c = T.MultiplyAdd(value, T.Load(line), c);
            d = T.MultiplyAdd(value, T.Load(line + T.Count), d);
            value = T.Create(values[2]);
            line = block + (nint)places[2] * (2 * T.Count);
            e = T.MultiplyAdd(value, T.Load(line), e);
            f = T.MultiplyAdd(value, T.Load(line + T.Count), f);
            value = T.Create(values[3]);
            line = block + (nint)places[3] * (2 * T.Count);
            g = T.MultiplyAdd(value, T.Load(line), g);
            h = T.MultiplyAdd(value, T.Load(line + T.Count), h);
        }
        Store<V, T>(a, b, c, d, sums);
        Store<V, T>(e, f, g, h, sums + 4 * T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, T>(V a, V b, V c, V d, float* to)
        where V : struct
        where T : struct, IVectors<V>
    {
        T.Store(a, to);
        T.Store(b, to + T.Count);
        T.Store(c, to + 2 * T.Count);
        T.Store(d, to + 3 * T.Count);
    }
}
