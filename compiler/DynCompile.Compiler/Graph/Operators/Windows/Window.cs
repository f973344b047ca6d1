namespace DynCompile.Graph.Operators;

/// <summary>How a window moves over the two spatial axes of a convolution or a pooling.</summary>
public readonly record struct Window(Pair Kernel, Pair Stride, Pair Padding, Pair Dilation)
{
    /// <summary>The number of places of the window on each axis, or why there is none.</summary>
    internal TypeProblem? Places(Size height, Size width, out Size rows, out Size columns)
    {
        rows = columns = Size.One;
        return Check()
            ?? Along(height, Kernel.Rows, Stride.Rows, Padding.Rows, Dilation.Rows, out rows)
            ?? Along(width, Kernel.Columns, Stride.Columns, Padding.Columns, Dilation.Columns, out columns);
    }

    /// <summary>The input row under a row of the kernel at a place; outside the input in the padding.</summary>
    public int Row(int place, int inKernel) => place * Stride.Rows - Padding.Rows + inKernel * Dilation.Rows;

    /// <summary>The input column under a column of the kernel at a place; outside the input in the padding.</summary>
    public int Column(int place, int inKernel) => place * Stride.Columns - Padding.Columns + inKernel * Dilation.Columns;

    /// <summary>The offsets, inside one channel, of the input elements under the window at a place; padding is left out.</summary>
    internal IEnumerable<int> Offsets(int row, int column, int height, int width)
    {
        for (int i = 0; i < Kernel.Rows; i++)
        for (int j = 0; j < Kernel.Columns; j++)
        {
            (int y, int x) = (Row(row, i), Column(column, j));
            if (y >= 0 && y < height && x >= 0 && x < width)
                yield return y * width + x;
        }
    }

    private TypeProblem? Check() =>
        TypeRules.AtLeast("kernel", Kernel, 1)
        ?? TypeRules.AtLeast("stride", Stride, 1)
        ?? TypeRules.AtLeast("padding", Padding, 0)
        ?? TypeRules.AtLeast("dilation", Dilation, 1);

    private static TypeProblem? Along(Size extent, int kernel, int stride, int padding, int dilation, out Size places)
    {
        Size padded = extent + 2L * padding;
        long reach = (long)dilation * (kernel - 1) + 1;
        places = Size.One;
        if ((padded - reach).Smallest < 0)
            return new TypeProblem.Outside("the window", reach, padded);
        places = Size.FloorDivide(padded - reach, stride) + 1;
        return null;
    }
}
