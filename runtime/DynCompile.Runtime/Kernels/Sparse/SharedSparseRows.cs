using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>
/// The sparse product with a pattern that 16 outputs share: the dense tile of 6 rows by 16 outputs over the inputs that stay; for single
/// rows four panels at once, so that additions need not wait for each other.
/// </summary>
internal static unsafe class SharedSparseRows
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
        int kept = weight.Kept(inputs);
        int panel = 0;
        for (; rows == 1 && (panel + 4) * Width <= outputs; panel += 4)
            FourPanels(xs[0], weight, panel, kept, bias, ys[0], relu);
        for (; (panel + 1) * Width <= outputs; panel++)
            Panel(xs, weight, panel, kept, bias == null ? null : bias + panel * Width, ys, panel * Width, rows, relu);
        int left = outputs - panel * Width;
        if (left == 0)
            return;

        // Tiles write whole vectors, here to a room beside y.
        float* room = stackalloc float[(RowBlock.Size + 1) * Width];
        float** inRoom = stackalloc float*[RowPointers.Room];
        RowPointers.Fill(inRoom, room + Width, rows, Width);
        if (bias != null)
            new Span<float>(bias + panel * Width, left).CopyTo(new Span<float>(room, Width));
        Panel(xs, weight, panel, kept, bias == null ? null : room, inRoom, 0, rows, relu);
        for (int row = 0; row < rows; row++)
            new Span<float>(inRoom[row], left).CopyTo(new Span<float>(ys[row] + panel * Width, left));
    }

    private static void Panel(
        float** xs,
        PackedSharedSparseMatrix weight,
        int panel,
        int kept,
        float* start,
        float** ys,
        int column,
        int rows,
        bool relu
    )
    {
        var walk = new ScatteredWalk(weight.Panel(panel), Width, weight.KeptInputs(panel));
        var ends = new TileEnds { ColumnStarts = start, Relu = relu };
        int row = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; row <= rows - 8; row += 8)
                RegisterTile<Vector512<float>, Vectors512, ScatteredWalk>.EightByOne(xs + row, 0, kept, walk, ys + row, column, ends);
        }
        int height;
        for (; row < rows; row += height)
        {
            height = TileHeight.For(Vector256<float>.Count, rows - row);
            RegisterTile<Vector256<float>, Vectors256, ScatteredWalk>.Rows(height, xs + row, 0, kept, walk, 8, ys + row, column, ends);
        }
    }

    private static void Start(float* bias, float* sums)
    {
        if (bias == null)
            new Span<float>(sums, Width).Clear();
        else
            new Span<float>(bias, Width).CopyTo(new Span<float>(sums, Width));
    }

    private static void Finish(float* sums, float* y, bool relu)
    {
        for (int i = 0; i < Width; i += Vector256<float>.Count)
        {
            Vector256<float> results = Vector256.Load(sums + i);
            (relu ? Elementary.Relu(results) : results).Store(y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels(float* x, PackedSharedSparseMatrix weight, int panel, int kept, float* bias, float* y, bool relu)
    {
        float* sums = stackalloc float[4 * Width];
        Start(bias == null ? null : bias + panel * Width, sums);
        Start(bias == null ? null : bias + (panel + 1) * Width, sums + Width);
        Start(bias == null ? null : bias + (panel + 2) * Width, sums + 2 * Width);
        Start(bias == null ? null : bias + (panel + 3) * Width, sums + 3 * Width);
        Vector256<float> a0 = Vector256.Load(sums);
        Vector256<float> b0 = Vector256.Load(sums + 8);
        Vector256<float> a1 = Vector256.Load(sums + 16);
        Vector256<float> b1 = Vector256.Load(sums + 24);
        Vector256<float> a2 = Vector256.Load(sums + 32);
        Vector256<float> b2 = Vector256.Load(sums + 40);
        Vector256<float> a3 = Vector256.Load(sums + 48);
        Vector256<float> b3 = Vector256.Load(sums + 56);
        float* w0 = weight.Panel(panel);
        float* w1 = weight.Panel(panel + 1);
        float* w2 = weight.Panel(panel + 2);
        float* w3 = weight.Panel(panel + 3);
        int* i0 = weight.KeptInputs(panel);
        int* i1 = weight.KeptInputs(panel + 1);
        int* i2 = weight.KeptInputs(panel + 2);
        int* i3 = weight.KeptInputs(panel + 3);
        for (nint i = 0; i < kept; i++)
        {
            Vector256<float> v = Vector256.Create(x[i0[i]]);
            a0 = Elementary.MultiplyAdd(v, Vector256.Load(w0 + i * Width), a0);
            b0 = Elementary.MultiplyAdd(v, Vector256.Load(w0 + i * Width + 8), b0);
            v = Vector256.Create(x[i1[i]]);
            a1 = Elementary.MultiplyAdd(v, Vector256.Load(w1 + i * Width), a1);
            b1 = Elementary.MultiplyAdd(v, Vector256.Load(w1 + i * Width + 8), b1);
            v = Vector256.Create(x[i2[i]]);
            a2 = Elementary.MultiplyAdd(v, Vector256.Load(w2 + i * Width), a2);
            b2 = Elementary.MultiplyAdd(v, Vector256.Load(w2 + i * Width + 8), b2);
            v = Vector256.Create(x[i3[i]]);
            a3 = Elementary.MultiplyAdd(v, Vector256.Load(w3 + i * Width), a3);
            b3 = Elementary.MultiplyAdd(v, Vector256.Load(w3 + i * Width + 8), b3);
        }
        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + 16);
        b1.Store(sums + 24);
        a2.Store(sums + 32);
        b2.Store(sums + 40);
        a3.Store(sums + 48);
        b3.Store(sums + 56);
        y += panel * Width;
        Finish(sums, y, relu);
        Finish(sums + Width, y + Width, relu);
        Finish(sums + 2 * Width, y + 2 * Width, relu);
        Finish(sums + 3 * Width, y + 3 * Width, relu);
    }
}
