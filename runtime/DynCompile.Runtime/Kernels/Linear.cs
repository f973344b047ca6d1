using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels;

/// <summary>y = x wᵀ + bias for each row of x: a linear layer, as <c>torch.nn.functional.linear</c>.</summary>
public static unsafe class Linear
{
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
        if (live.IsEmpty || rows == 0)
            return;
        if (Vector512.IsHardwareAccelerated)
            Run<Vector512<float>, Vectors512>(live, x, weight.Panels, bias, y, rows, inputs, outputs, relu);
        else
            Run<Vector256<float>, Vectors256>(live, x, weight.Panels, bias, y, rows, inputs, outputs, relu);
        GC.KeepAlive(weight);
    }

    /// <summary>The same with vectors of a given width.</summary>
    internal static void Run<V, T>(
        Lanes live,
        Rows<float> x,
        in PanelMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu
    )
        where V : struct
        where T : struct, IVectors<V>
    {
        if (rows == 1 && live.Count == 1)
        {
            int lane = live[0];
            float* start = bias.IsNull ? null : bias.Row(lane);
            PanelProduct<V, T>.OneRow(x.Row(lane), weight, start, y.Row(lane), inputs, outputs, relu);
            return;
        }

        // A bias that differs from lane to lane is where its rows start from.
        bool continues = bias.Stride != 0;
        if (continues)
            CopyToRows(live, bias, y, rows, outputs);
        float* shared = bias.IsNull || continues ? null : bias.Row(0);
        float** xs = stackalloc float*[RowPointers.Room];
        float** ys = stackalloc float*[RowPointers.Room];
        long all = (long)live.Count * rows;
        for (long first = 0; first < all; first += RowPointers.MatrixBlockSize)
        {
            int count = (int)Math.Min(RowPointers.MatrixBlockSize, all - first);
            RowPointers.Fill(xs, live, x, first, count, rows, inputs);
            RowPointers.Fill(ys, live, y, first, count, rows, outputs);
            PanelProduct<V, T>.ManyRows(xs, ys, count, weight, shared, continues, inputs, outputs, relu);
        }
    }

    private static void CopyToRows(Lanes live, Rows<float> bias, Rows<float> y, int rows, int outputs)
    {
        foreach (int lane in live)
        {
            for (nint row = 0; row < rows; row++)
                bias.Span(lane, outputs).CopyTo(new Span<float>(y.Row(lane) + row * outputs, outputs));
        }
    }
}
