using DynCompile.Runtime.Kernels.Bytes;

namespace DynCompile.Runtime.Kernels;

/// <summary>Matrix products of 8-bit integers; sums are 32-bit and wrap.</summary>
public static unsafe class LinearI8
{
    // Rows whose packed inputs stay in the first-level cache beside a panel, for layers of some thousand inputs.
    private const int RowsOfBlock = 8 * ByteTile<SingleProducts>.Rows;

    /// <summary>y = x · wᵀ.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs], or with more outputs.</param>
    /// <param name="y">[rows, outputs]; not x.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    public static void Run(Lanes live, Rows<sbyte> x, PackedMatrixI8 weight, Rows<int> y, int rows, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (inputs != weight.Inputs || (uint)outputs > (uint)weight.Outputs)
            throw new ArgumentException($"{outputs} x {inputs} is not a prefix of the stored {weight.Outputs} x {weight.Inputs}");
        if (weight.Panels.Group == FourByteProducts.Group)
            Run<FourByteProducts>(live, x, weight.Panels, y, rows, inputs, outputs);
        else if (weight.Panels.Group == TwoByteProducts.Group)
            Run<TwoByteProducts>(live, x, weight.Panels, y, rows, inputs, outputs);
        else
            Run<SingleProducts>(live, x, weight.Panels, y, rows, inputs, outputs);
        GC.KeepAlive(weight);
    }

    /// <summary>y = x · wᵀ with a weight that the network computes.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="y">[rows, outputs]; not x.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    public static void Run(Lanes live, Rows<sbyte> x, Rows<sbyte> weight, Rows<int> y, int rows, int inputs, int outputs)
    {
        foreach (int lane in live)
        {
            sbyte* xs = x.Row(lane);
            int* ys = y.Row(lane);
            for (int row = 0; row < rows; row++, xs += inputs)
            {
                sbyte* w = weight.Row(lane);
                for (int o = 0; o < outputs; o++, w += inputs)
                {
                    int sum = 0;
                    for (nint i = 0; i < inputs; i++)
                        sum = unchecked(sum + xs[i] * w[i]);
                    *ys++ = sum;
                }
            }
        }
    }

    private static void Run<T>(Lanes live, Rows<sbyte> x, BytePanels weight, Rows<int> y, int rows, int inputs, int outputs)
        where T : struct, IByteProducts
    {
        long all = (long)live.Count * rows;
        int block = (int)Math.Min(RowsOfBlock, all);
        int groups = weight.Groups;
        int* offsets = (int*)KernelScratch.Take(((long)groups + (long)block * groups + (long)(block + 1) * BytePanels.Width) * sizeof(int));
        int* packed = offsets + groups;
        int* sums = packed + (nint)block * groups;
        for (int g = 0; g < groups; g++)
            offsets[g] = g;
        int** xs = stackalloc int*[RowsOfBlock + ByteTile<T>.Rows];
        int** ys = stackalloc int*[RowsOfBlock + ByteTile<T>.Rows];
        int** tails = stackalloc int*[RowsOfBlock + ByteTile<T>.Rows];
        for (long first = 0; first < all; first += block)
        {
            int count = (int)Math.Min(block, all - first);
            for (int i = 0; i < count; i++)
            {
                (int lane, nint row) = (live[(int)((first + i) / rows)], (nint)((first + i) % rows));
                xs[i] = packed + (nint)i * groups;
                ys[i] = y.Row(lane) + row * outputs;
                tails[i] = sums + (nint)i * BytePanels.Width;
                Pack<T>(x.Row(lane) + row * inputs, xs[i], inputs, groups);
            }
            Repeat<T>(xs, count);
            // The last row of a tile may stand for rows that are not there: its sums are written again, to the same place.
            Repeat<T>(ys, count);
            Repeat<T>(tails, count);
            for (int column = 0; column < outputs; column += BytePanels.Width)
            {
                int panel = column / BytePanels.Width;
                int width = Math.Min(BytePanels.Width, outputs - column);
                bool isWhole = width == BytePanels.Width;
                ByteTile<T>.Run(
                    xs,
                    isWhole ? ys : tails,
                    count,
                    offsets,
                    groups,
                    weight.Weights(panel),
                    weight.Start(panel),
                    isWhole ? column : 0
                );
                for (int i = 0; !isWhole && i < count; i++)
                    new ReadOnlySpan<int>(tails[i], width).CopyTo(new Span<int>(ys[i] + column, width));
            }
        }
    }

    private static void Pack<T>(sbyte* x, int* packed, int inputs, int groups)
        where T : struct, IByteProducts
    {
        if (groups == 0)
            return;
        new Span<byte>(packed + groups - 1, sizeof(int)).Fill(T.Zero);
        T.Pack(x, (byte*)packed, inputs);
    }

    private static void Repeat<T>(int** pointers, int count)
        where T : struct, IByteProducts
    {
        for (int i = count; i < count + ByteTile<T>.Rows; i++)
            pointers[i] = pointers[count - 1];
    }
}
