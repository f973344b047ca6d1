using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

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
        int columns =
            rows > 32 ? 64
            : rows > 16 ? 32
            : 16;
        int lines = (outputs + Octet - 1) / Octet * Octet;
        float* block = (float*)Scratch.Get((InputBlock + (long)lines) * columns * sizeof(float));
        float* sums = block + InputBlock * columns;
        // Lines behind the last row repeat it, and nobody reads what comes of them.
        float** all = stackalloc float*[columns];
        for (int column = 0; column < columns; column++)
            all[column] = xs[Math.Min(column, rows - 1)];

        for (int line = 0; line < lines; line++)
            new Span<float>(sums + (nint)line * columns, columns).Fill(bias == null || line >= outputs ? 0 : bias[line]);
        for (int input = 0; input < inputs; input += InputBlock)
        {
            int count = Math.Min(InputBlock, inputs - input);
            TurnIn(all, input, count, block, columns);
            int before = weight.Kept(input);
            int kept = weight.Kept(count);
            for (int first = 0, strip = 0; first < lines; first += StripWidth, strip++)
            {
                int width = weight.WidthOf(strip);
                float* values = weight.Values(strip) + (nint)before * width;
                byte* places = weight.Places(strip) + (nint)before * width;
                AddStrip(values, places, width, Math.Min(width, lines - first), kept, block, sums + (nint)first * columns, columns);
            }
        }
        TurnOut(sums, columns, ys, rows, outputs, relu);
    }

    private static void AddStrip(float* values, byte* places, int width, int outputs, int kept, float* block, float* sums, int columns)
    {
        if (columns == 64)
        {
            for (int o = 0; o < outputs; o++)
                Add64(values + o, places + o, width, kept, block, sums + o * 64);
        }
        else if (columns == 32)
        {
            for (int o = 0; o < outputs; o += 2)
                Add32(values + o, places + o, width, kept, block, sums + o * 32);
        }
        else
        {
            for (int o = 0; o < outputs; o += 4)
                Add16(values + o, places + o, width, kept, block, sums + o * 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add64(float* values, byte* places, nint width, int kept, float* block, float* sums)
    {
        Vector256<float> a = Vector256.LoadAligned(sums);
        Vector256<float> b = Vector256.LoadAligned(sums + 8);
        Vector256<float> c = Vector256.LoadAligned(sums + 16);
        Vector256<float> d = Vector256.LoadAligned(sums + 24);
        Vector256<float> e = Vector256.LoadAligned(sums + 32);
        Vector256<float> f = Vector256.LoadAligned(sums + 40);
        Vector256<float> g = Vector256.LoadAligned(sums + 48);
        Vector256<float> h = Vector256.LoadAligned(sums + 56);
        for (; kept > 0; kept--, values += width, places += width)
        {
            Vector256<float> value = Vector256.Create(*values);
            float* line = block + (nint)(*places) * 64;
            a = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), a);
            b = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), b);
            c = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 16), c);
            d = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 24), d);
            e = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 32), e);
            f = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 40), f);
            g = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 48), g);
            h = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 56), h);
        }
        a.StoreAligned(sums);
        b.StoreAligned(sums + 8);
        c.StoreAligned(sums + 16);
        d.StoreAligned(sums + 24);
        e.StoreAligned(sums + 32);
        f.StoreAligned(sums + 40);
        g.StoreAligned(sums + 48);
        h.StoreAligned(sums + 56);
    }

    // Two outputs, 32 columns each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add32(float* values, byte* places, nint width, int kept, float* block, float* sums)
    {
        Vector256<float> a = Vector256.LoadAligned(sums);
        Vector256<float> b = Vector256.LoadAligned(sums + 8);
        Vector256<float> c = Vector256.LoadAligned(sums + 16);
        Vector256<float> d = Vector256.LoadAligned(sums + 24);
        Vector256<float> e = Vector256.LoadAligned(sums + 32);
        Vector256<float> f = Vector256.LoadAligned(sums + 40);
        Vector256<float> g = Vector256.LoadAligned(sums + 48);
        Vector256<float> h = Vector256.LoadAligned(sums + 56);
        for (; kept > 0; kept--, values += width, places += width)
        {
            Vector256<float> value = Vector256.Create(values[0]);
            float* line = block + (nint)places[0] * 32;
            a = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), a);
            b = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), b);
            c = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 16), c);
            d = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 24), d);
            value = Vector256.Create(values[1]);
            line = block + (nint)places[1] * 32;
            e = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), e);
            f = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), f);
            g = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 16), g);
            h = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 24), h);
        }
        a.StoreAligned(sums);
        b.StoreAligned(sums + 8);
        c.StoreAligned(sums + 16);
        d.StoreAligned(sums + 24);
        e.StoreAligned(sums + 32);
        f.StoreAligned(sums + 40);
        g.StoreAligned(sums + 48);
        h.StoreAligned(sums + 56);
    }

    // Four outputs, 16 columns each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add16(float* values, byte* places, nint width, int kept, float* block, float* sums)
    {
        Vector256<float> a = Vector256.LoadAligned(sums);
        Vector256<float> b = Vector256.LoadAligned(sums + 8);
        Vector256<float> c = Vector256.LoadAligned(sums + 16);
        Vector256<float> d = Vector256.LoadAligned(sums + 24);
        Vector256<float> e = Vector256.LoadAligned(sums + 32);
        Vector256<float> f = Vector256.LoadAligned(sums + 40);
        Vector256<float> g = Vector256.LoadAligned(sums + 48);
        Vector256<float> h = Vector256.LoadAligned(sums + 56);
        for (; kept > 0; kept--, values += width, places += width)
        {
            Vector256<float> value = Vector256.Create(values[0]);
            float* line = block + (nint)places[0] * 16;
            a = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), a);
            b = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), b);
            value = Vector256.Create(values[1]);
            line = block + (nint)places[1] * 16;
            c = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), c);
            d = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), d);
            value = Vector256.Create(values[2]);
            line = block + (nint)places[2] * 16;
            e = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), e);
            f = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), f);
            value = Vector256.Create(values[3]);
            line = block + (nint)places[3] * 16;
            g = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line), g);
            h = Elementary.MultiplyAdd(value, Vector256.LoadAligned(line + 8), h);
        }
        a.StoreAligned(sums);
        b.StoreAligned(sums + 8);
        c.StoreAligned(sums + 16);
        d.StoreAligned(sums + 24);
        e.StoreAligned(sums + 32);
        f.StoreAligned(sums + 40);
        g.StoreAligned(sums + 48);
        h.StoreAligned(sums + 56);
    }

    /// <summary>[columns] rows of inputs to [inputs, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnIn(float** rows, int from, int count, float* block, int columns)
    {
        for (int column = 0; column < columns; column += Octet)
        {
            float** eight = rows + column;
            float* to = block + column;
            int i = 0;
            for (; i <= count - Octet; i += Octet)
                Transposition.EightByEight(eight, from + i, to + (nint)i * columns, columns);
            for (; i < count; i++)
            for (int row = 0; row < Octet; row++)
                to[(nint)i * columns + row] = eight[row][from + i];
        }
    }

    /// <summary>[outputs, columns] to rows of outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnOut(float* sums, int columns, float** rows, int rowCount, int outputs, bool relu)
    {
        float** lines = stackalloc float*[Octet];
        float* tile = stackalloc float[Octet * Octet];
        for (int output = 0; output < outputs; output += Octet)
        {
            for (int line = 0; line < Octet; line++)
                lines[line] = sums + (nint)(output + line) * columns;
            int count = Math.Min(Octet, outputs - output);
            for (int column = 0; column < rowCount; column += Octet)
            {
                Transposition.EightByEight(lines, column, tile, Octet);
                for (int row = 0; row < Math.Min(Octet, rowCount - column); row++)
                {
                    Vector256<float> result = Vector256.Load(tile + row * Octet);
                    if (relu)
                        result = Elementary.Relu(result);
                    float* to = rows[column + row] + output;
                    if (count == Octet)
                    {
                        result.Store(to);
                        continue;
                    }
                    result.Store(tile + row * Octet);
                    for (int i = 0; i < count; i++)
                        to[i] = tile[row * Octet + i];
                }
            }
        }
    }
}
