using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

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
        float* sums = stackalloc float[6 * Width];
        int panel = 0;
        for (; rows == 1 && (panel + 4) * Width <= outputs; panel += 4)
            FourPanels(xs[0], weight, panel, kept, bias, ys[0], relu);
        for (; panel * Width < outputs; panel++)
        {
            float* values = weight.Panel(panel);
            int* inputsKept = weight.KeptInputs(panel);
            int first = panel * Width;
            int width = Math.Min(Width, outputs - first);
            for (int row = 0; row < rows; )
            {
                int count = HeightOf(rows - row);
                for (int r = 0; r < count; r++)
                    Start(bias == null ? null : bias + first, width, sums + r * Width);
                switch (count)
                {
                    case 6:
                        SixRows(xs + row, values, inputsKept, kept, sums);
                        break;
                    case 4:
                        FourRows(xs + row, values, inputsKept, kept, sums);
                        break;
                    case 2:
                        TwoRows(xs + row, values, inputsKept, kept, sums);
                        break;
                    default:
                        OneRow(xs[row], values, inputsKept, kept, sums);
                        break;
                }
                for (int r = 0; r < count; r++)
                    Finish(sums + r * Width, width, ys[row + r] + first, relu);
                row += count;
            }
        }
    }

    // 64 = 9 · 6 + 2 · 5 would be even; 4 and 2 are nearly as good, and enough for any number.
    private static int HeightOf(int rows) =>
        rows >= 6 && rows != 8 ? 6
        : rows >= 4 ? 4
        : rows >= 2 ? 2
        : 1;

    private static void Start(float* bias, int count, float* sums)
    {
        var all = new Span<float>(sums, Width);
        if (bias == null)
        {
            all.Clear();
            return;
        }
        new Span<float>(bias, count).CopyTo(all);
        all[count..].Clear();
    }

    private static void Finish(float* sums, int count, float* y, bool relu)
    {
        if (relu)
        {
            Elementary.Relu(Vector256.Load(sums)).Store(sums);
            Elementary.Relu(Vector256.Load(sums + 8)).Store(sums + 8);
        }
        new Span<float>(sums, count).CopyTo(new Span<float>(y, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(float** xs, float* values, int* inputs, int kept, float* sums)
    {
        float* x0 = xs[0];
        float* x1 = xs[1];
        float* x2 = xs[2];
        float* x3 = xs[3];
        float* x4 = xs[4];
        float* x5 = xs[5];
        Vector256<float> a0 = Vector256.Load(sums);
        Vector256<float> b0 = Vector256.Load(sums + 8);
        Vector256<float> a1 = Vector256.Load(sums + 16);
        Vector256<float> b1 = Vector256.Load(sums + 24);
        Vector256<float> a2 = Vector256.Load(sums + 32);
        Vector256<float> b2 = Vector256.Load(sums + 40);
        Vector256<float> a3 = Vector256.Load(sums + 48);
        Vector256<float> b3 = Vector256.Load(sums + 56);
        Vector256<float> a4 = Vector256.Load(sums + 64);
        Vector256<float> b4 = Vector256.Load(sums + 72);
        Vector256<float> a5 = Vector256.Load(sums + 80);
        Vector256<float> b5 = Vector256.Load(sums + 88);
        for (float* end = values + (nint)kept * Width; values != end; values += Width, inputs++)
        {
            nint i = *inputs;
            Vector256<float> a = Vector256.Load(values);
            Vector256<float> b = Vector256.Load(values + 8);
            Vector256<float> v = Vector256.Create(x0[i]);
            a0 = Elementary.MultiplyAdd(v, a, a0);
            b0 = Elementary.MultiplyAdd(v, b, b0);
            v = Vector256.Create(x1[i]);
            a1 = Elementary.MultiplyAdd(v, a, a1);
            b1 = Elementary.MultiplyAdd(v, b, b1);
            v = Vector256.Create(x2[i]);
            a2 = Elementary.MultiplyAdd(v, a, a2);
            b2 = Elementary.MultiplyAdd(v, b, b2);
            v = Vector256.Create(x3[i]);
            a3 = Elementary.MultiplyAdd(v, a, a3);
            b3 = Elementary.MultiplyAdd(v, b, b3);
            v = Vector256.Create(x4[i]);
            a4 = Elementary.MultiplyAdd(v, a, a4);
            b4 = Elementary.MultiplyAdd(v, b, b4);
            v = Vector256.Create(x5[i]);
            a5 = Elementary.MultiplyAdd(v, a, a5);
            b5 = Elementary.MultiplyAdd(v, b, b5);
        }
        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + 16);
        b1.Store(sums + 24);
        a2.Store(sums + 32);
        b2.Store(sums + 40);
        a3.Store(sums + 48);
        b3.Store(sums + 56);
        a4.Store(sums + 64);
        b4.Store(sums + 72);
        a5.Store(sums + 80);
        b5.Store(sums + 88);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float** xs, float* values, int* inputs, int kept, float* sums)
    {
        float* x0 = xs[0];
        float* x1 = xs[1];
        float* x2 = xs[2];
        float* x3 = xs[3];
        Vector256<float> a0 = Vector256.Load(sums);
        Vector256<float> b0 = Vector256.Load(sums + 8);
        Vector256<float> a1 = Vector256.Load(sums + 16);
        Vector256<float> b1 = Vector256.Load(sums + 24);
        Vector256<float> a2 = Vector256.Load(sums + 32);
        Vector256<float> b2 = Vector256.Load(sums + 40);
        Vector256<float> a3 = Vector256.Load(sums + 48);
        Vector256<float> b3 = Vector256.Load(sums + 56);
        for (float* end = values + (nint)kept * Width; values != end; values += Width, inputs++)
        {
            nint i = *inputs;
            Vector256<float> a = Vector256.Load(values);
            Vector256<float> b = Vector256.Load(values + 8);
            Vector256<float> v = Vector256.Create(x0[i]);
            a0 = Elementary.MultiplyAdd(v, a, a0);
            b0 = Elementary.MultiplyAdd(v, b, b0);
            v = Vector256.Create(x1[i]);
            a1 = Elementary.MultiplyAdd(v, a, a1);
            b1 = Elementary.MultiplyAdd(v, b, b1);
            v = Vector256.Create(x2[i]);
            a2 = Elementary.MultiplyAdd(v, a, a2);
            b2 = Elementary.MultiplyAdd(v, b, b2);
            v = Vector256.Create(x3[i]);
            a3 = Elementary.MultiplyAdd(v, a, a3);
            b3 = Elementary.MultiplyAdd(v, b, b3);
        }
        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + 16);
        b1.Store(sums + 24);
        a2.Store(sums + 32);
        b2.Store(sums + 40);
        a3.Store(sums + 48);
        b3.Store(sums + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows(float** xs, float* values, int* inputs, int kept, float* sums)
    {
        float* x0 = xs[0];
        float* x1 = xs[1];
        Vector256<float> a0 = Vector256.Load(sums);
        Vector256<float> b0 = Vector256.Load(sums + 8);
        Vector256<float> a1 = Vector256.Load(sums + 16);
        Vector256<float> b1 = Vector256.Load(sums + 24);
        for (float* end = values + (nint)kept * Width; values != end; values += Width, inputs++)
        {
            nint i = *inputs;
            Vector256<float> a = Vector256.Load(values);
            Vector256<float> b = Vector256.Load(values + 8);
            Vector256<float> v = Vector256.Create(x0[i]);
            a0 = Elementary.MultiplyAdd(v, a, a0);
            b0 = Elementary.MultiplyAdd(v, b, b0);
            v = Vector256.Create(x1[i]);
            a1 = Elementary.MultiplyAdd(v, a, a1);
            b1 = Elementary.MultiplyAdd(v, b, b1);
        }
        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + 16);
        b1.Store(sums + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* x, float* values, int* inputs, int kept, float* sums)
    {
        Vector256<float> a = Vector256.Load(sums);
        Vector256<float> b = Vector256.Load(sums + 8);
        for (float* end = values + (nint)kept * Width; values != end; values += Width, inputs++)
        {
            Vector256<float> v = Vector256.Create(x[*inputs]);
            a = Elementary.MultiplyAdd(v, Vector256.Load(values), a);
            b = Elementary.MultiplyAdd(v, Vector256.Load(values + 8), b);
        }
        a.Store(sums);
        b.Store(sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels(float* x, PackedSharedSparseMatrix weight, int panel, int kept, float* bias, float* y, bool relu)
    {
        float* sums = stackalloc float[4 * Width];
        Start(bias == null ? null : bias + panel * Width, Width, sums);
        Start(bias == null ? null : bias + (panel + 1) * Width, Width, sums + Width);
        Start(bias == null ? null : bias + (panel + 2) * Width, Width, sums + 2 * Width);
        Start(bias == null ? null : bias + (panel + 3) * Width, Width, sums + 3 * Width);
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
        Finish(sums, Width, y, relu);
        Finish(sums + Width, Width, y + Width, relu);
        Finish(sums + 2 * Width, Width, y + 2 * Width, relu);
        Finish(sums + 3 * Width, Width, y + 3 * Width, relu);
    }
}
