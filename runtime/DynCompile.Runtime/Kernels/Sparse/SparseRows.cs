using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>
/// The sparse product for few rows: vectors run over outputs, and each lane takes its input from a window of M inputs by a permutation in
/// registers.
/// </summary>
internal static unsafe class SparseRows
{
    private const int Octet = 8;
    private const int StripWidth = PackedSparseMatrix.StripWidth;

    public static void Run(float** xs, PackedSparseMatrix weight, float* bias, float** ys, int rows, int inputs, int outputs, bool relu)
    {
        switch (weight.M)
        {
            case 2:
                Run<WindowOf2>(xs, weight, bias, ys, rows, inputs, outputs, relu);
                break;
            case 4:
                Run<WindowOf4>(xs, weight, bias, ys, rows, inputs, outputs, relu);
                break;
            case 8:
                Run<WindowOf8>(xs, weight, bias, ys, rows, inputs, outputs, relu);
                break;
            default:
                Run<WindowOf16>(xs, weight, bias, ys, rows, inputs, outputs, relu);
                break;
        }
    }

    private static void Run<TWindow>(
        float** xs,
        PackedSparseMatrix weight,
        float* bias,
        float** ys,
        int rows,
        int inputs,
        int outputs,
        bool relu
    )
        where TWindow : struct, IInputWindow<TWindow>
    {
        int windows = inputs / weight.M;
        float* sums = stackalloc float[2 * StripWidth];
        for (int first = 0, strip = 0; first < outputs; first += StripWidth, strip++)
        {
            float* values = weight.Values(strip);
            byte* places = weight.Places(strip);
            int width = weight.WidthOf(strip);
            int used = Math.Min(StripWidth, outputs - first);
            float* start = bias == null ? null : bias + first;
            int row = 0;
            if (used > StripWidth - Octet)
            {
                for (; row <= rows - 2; row += 2)
                {
                    Start(start, used, sums);
                    Start(start, used, sums + StripWidth);
                    TwoRows<TWindow>(xs[row], xs[row + 1], values, places, sums, windows, weight.N);
                    Finish(sums, used, ys[row] + first, relu);
                    Finish(sums + StripWidth, used, ys[row + 1] + first, relu);
                }
            }
            for (; row < rows; row++)
            {
                Start(start, used, sums);
                if (used > StripWidth - Octet)
                {
                    OneRow<TWindow>(xs[row], values, places, sums, windows, weight.N);
                }
                else
                {
                    for (int octet = 0; octet < used; octet += Octet)
                        OneOctet<TWindow>(xs[row], values + octet, places + octet, width, sums + octet, windows, weight.N);
                }
                Finish(sums, used, ys[row] + first, relu);
            }
        }
    }

    private static void Start(float* bias, int count, float* sums)
    {
        var all = new Span<float>(sums, StripWidth);
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
            for (int i = 0; i < StripWidth; i += Octet)
                Elementary.Relu(Vector256.Load(sums + i)).Store(sums + i);
        }
        new Span<float>(sums, count).CopyTo(new Span<float>(y, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWindow>(float* x, float* values, byte* places, float* sums, int windows, int kept)
        where TWindow : struct, IInputWindow<TWindow>
    {
        Vector256<float> a = Vector256.Load(sums);
        Vector256<float> b = Vector256.Load(sums + 8);
        Vector256<float> c = Vector256.Load(sums + 16);
        Vector256<float> d = Vector256.Load(sums + 24);
        for (; windows > 0; windows--, x += TWindow.Size)
        {
            TWindow window = TWindow.Load(x);
            for (int i = kept; i > 0; i--, values += StripWidth, places += StripWidth)
            {
                a = Elementary.MultiplyAdd(window.Take(Places(places)), Vector256.Load(values), a);
                b = Elementary.MultiplyAdd(window.Take(Places(places + 8)), Vector256.Load(values + 8), b);
                c = Elementary.MultiplyAdd(window.Take(Places(places + 16)), Vector256.Load(values + 16), c);
                d = Elementary.MultiplyAdd(window.Take(Places(places + 24)), Vector256.Load(values + 24), d);
            }
        }
        a.Store(sums);
        b.Store(sums + 8);
        c.Store(sums + 16);
        d.Store(sums + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows<TWindow>(float* x, float* x2, float* values, byte* places, float* sums, int windows, int kept)
        where TWindow : struct, IInputWindow<TWindow>
    {
        Vector256<float> a = Vector256.Load(sums);
        Vector256<float> b = Vector256.Load(sums + 8);
        Vector256<float> c = Vector256.Load(sums + 16);
        Vector256<float> d = Vector256.Load(sums + 24);
        Vector256<float> a2 = Vector256.Load(sums + 32);
        Vector256<float> b2 = Vector256.Load(sums + 40);
        Vector256<float> c2 = Vector256.Load(sums + 48);
        Vector256<float> d2 = Vector256.Load(sums + 56);
        for (; windows > 0; windows--, x += TWindow.Size, x2 += TWindow.Size)
        {
            TWindow window = TWindow.Load(x);
            TWindow window2 = TWindow.Load(x2);
            for (int i = kept; i > 0; i--, values += StripWidth, places += StripWidth)
            {
                Vector256<int> place = Places(places);
                Vector256<float> value = Vector256.Load(values);
                a = Elementary.MultiplyAdd(window.Take(place), value, a);
                a2 = Elementary.MultiplyAdd(window2.Take(place), value, a2);
                place = Places(places + 8);
                value = Vector256.Load(values + 8);
                b = Elementary.MultiplyAdd(window.Take(place), value, b);
                b2 = Elementary.MultiplyAdd(window2.Take(place), value, b2);
                place = Places(places + 16);
                value = Vector256.Load(values + 16);
                c = Elementary.MultiplyAdd(window.Take(place), value, c);
                c2 = Elementary.MultiplyAdd(window2.Take(place), value, c2);
                place = Places(places + 24);
                value = Vector256.Load(values + 24);
                d = Elementary.MultiplyAdd(window.Take(place), value, d);
                d2 = Elementary.MultiplyAdd(window2.Take(place), value, d2);
            }
        }
        a.Store(sums);
        b.Store(sums + 8);
        c.Store(sums + 16);
        d.Store(sums + 24);
        a2.Store(sums + 32);
        b2.Store(sums + 40);
        c2.Store(sums + 48);
        d2.Store(sums + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneOctet<TWindow>(float* x, float* values, byte* places, int width, float* sums, int windows, int kept)
        where TWindow : struct, IInputWindow<TWindow>
    {
        Vector256<float> sum = Vector256.Load(sums);
        for (; windows > 0; windows--, x += TWindow.Size)
        {
            TWindow window = TWindow.Load(x);
            for (int i = kept; i > 0; i--, values += width, places += width)
                sum = Elementary.MultiplyAdd(window.Take(Places(places)), Vector256.Load(values), sum);
        }
        sum.Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Places(byte* places) =>
        Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(places)
            : Vector256.Create((int)places[0], places[1], places[2], places[3], places[4], places[5], places[6], places[7]);
}
