using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>y = x wᵀ + bias for each row of x: a linear layer, as <c>torch.nn.functional.linear</c>.</summary>
public static unsafe class Linear
{
    private const int Width = PackedMatrix.PanelWidth;

    // Each output starts at its bias and adds its inputs in ascending order, whatever tile it is in.

    /// <summary>Applies the layer to every live lane.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs] or larger, read as a prefix.</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[rows, outputs].</param>
    /// <param name="rows">Rows of one lane.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        PackedMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu = false
    )
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.RequirePrefix(outputs, inputs);
        int panel = 0;
        for (; (panel + 1) * Width < outputs; panel += 2)
            RunPanels(live, x, weight, bias, y, rows, inputs, outputs, relu, panel, two: true);
        if (panel * Width < outputs)
            RunPanels(live, x, weight, bias, y, rows, inputs, outputs, relu, panel, two: false);
        GC.KeepAlive(weight);
    }

    private static void RunPanels(
        Lanes live,
        Rows<float> x,
        PackedMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu,
        int panel,
        bool two
    )
    {
        float* first = weight.Panel(panel);
        float* second = two ? weight.Panel(panel + 1) : first;
        int column = panel * Width;
        int columns = Math.Min(outputs - column, two ? 2 * Width : Width);
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane) + column;
            float* start = bias.IsNull ? null : bias.Row(lane) + column;
            int row = 0;
            for (; row <= rows - 4; row += 4)
                FourRows(xs + (nint)row * inputs, first, second, start, ys + (nint)row * outputs, inputs, outputs, columns, relu);
            for (; row < rows; row++)
                OneRow(xs + (nint)row * inputs, first, second, start, ys + (nint)row * outputs, inputs, columns, relu);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(
        float* x,
        float* first,
        float* second,
        float* start,
        float* y,
        int inputs,
        int outputs,
        int columns,
        bool relu
    )
    {
        Vector256<float> left = Start(start, columns);
        Vector256<float> right = Start(start == null ? null : start + Width, columns - Width);
        Vector256<float> l0 = left,
            l1 = left,
            l2 = left,
            l3 = left;
        Vector256<float> r0 = right,
            r1 = right,
            r2 = right,
            r3 = right;
        float* x1 = x + inputs;
        float* x2 = x1 + inputs;
        float* x3 = x2 + inputs;
        for (nint i = 0; i < inputs; i++)
        {
            Vector256<float> a = Vector256.LoadAligned(first + i * Width);
            Vector256<float> b = Vector256.LoadAligned(second + i * Width);
            Vector256<float> v = Vector256.Create(x[i]);
            l0 = Elementary.MultiplyAdd(v, a, l0);
            r0 = Elementary.MultiplyAdd(v, b, r0);
            v = Vector256.Create(x1[i]);
            l1 = Elementary.MultiplyAdd(v, a, l1);
            r1 = Elementary.MultiplyAdd(v, b, r1);
            v = Vector256.Create(x2[i]);
            l2 = Elementary.MultiplyAdd(v, a, l2);
            r2 = Elementary.MultiplyAdd(v, b, r2);
            v = Vector256.Create(x3[i]);
            l3 = Elementary.MultiplyAdd(v, a, l3);
            r3 = Elementary.MultiplyAdd(v, b, r3);
        }
        Store(l0, r0, y, columns, relu);
        Store(l1, r1, y + outputs, columns, relu);
        Store(l2, r2, y + 2 * (nint)outputs, columns, relu);
        Store(l3, r3, y + 3 * (nint)outputs, columns, relu);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* x, float* first, float* second, float* start, float* y, int inputs, int columns, bool relu)
    {
        Vector256<float> l = Start(start, columns);
        Vector256<float> r = Start(start == null ? null : start + Width, columns - Width);
        for (nint i = 0; i < inputs; i++)
        {
            Vector256<float> v = Vector256.Create(x[i]);
            l = Elementary.MultiplyAdd(v, Vector256.LoadAligned(first + i * Width), l);
            r = Elementary.MultiplyAdd(v, Vector256.LoadAligned(second + i * Width), r);
        }
        Store(l, r, y, columns, relu);
    }

    private static Vector256<float> Start(float* bias, int columns)
    {
        if (bias == null || columns <= 0)
            return default;
        if (columns >= Width)
            return Vector256.Load(bias);
        float* padded = stackalloc float[Width];
        new Span<float>(bias, columns).CopyTo(new Span<float>(padded, Width));
        return Vector256.Load(padded);
    }

    private static void Store(Vector256<float> left, Vector256<float> right, float* y, int columns, bool relu)
    {
        if (relu)
        {
            left = Elementary.Relu(left);
            right = Elementary.Relu(right);
        }
        if (columns == 2 * Width)
        {
            left.Store(y);
            right.Store(y + Width);
            return;
        }
        float* both = stackalloc float[2 * Width];
        left.Store(both);
        right.Store(both + Width);
        new Span<float>(both, columns).CopyTo(new Span<float>(y, columns));
    }
}
