namespace DynCompile.Runtime;

/// <summary>How a kernel moves over an image: its size, step, border and gaps. Over one axis the height is 1.</summary>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="StrideHeight">Rows from one place to the next.</param>
/// <param name="StrideWidth">Columns from one place to the next.</param>
/// <param name="PaddingHeight">Rows added above and below.</param>
/// <param name="PaddingWidth">Columns added left and right.</param>
/// <param name="DilationHeight">Rows of the image from one row of the kernel to the next.</param>
/// <param name="DilationWidth">Columns of the image from one column of the kernel to the next.</param>
public readonly record struct Window2d(
    int KernelHeight,
    int KernelWidth,
    int StrideHeight = 1,
    int StrideWidth = 1,
    int PaddingHeight = 0,
    int PaddingWidth = 0,
    int DilationHeight = 1,
    int DilationWidth = 1
)
{
    /// <summary>Rows of the result for an image of so many rows, rounded down.</summary>
    public int OutputHeight(int height) => Places(height, KernelHeight, StrideHeight, PaddingHeight, DilationHeight);

    /// <summary>Columns of the result for an image of so many columns, rounded down.</summary>
    public int OutputWidth(int width) => Places(width, KernelWidth, StrideWidth, PaddingWidth, DilationWidth);

    private static int Places(int size, int kernel, int stride, int padding, int dilation)
    {
        int room = size + 2 * padding - dilation * (kernel - 1) - 1;
        return room < 0 ? 0 : room / stride + 1;
    }
}
