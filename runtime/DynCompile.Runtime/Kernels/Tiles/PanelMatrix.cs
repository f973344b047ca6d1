namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>The right side of a product as tiles read it: panels of 16 columns.</summary>
/// <param name="first">The first panel's first line.</param>
/// <param name="lineStride">Floats from one line to the next, which belongs to the next summand.</param>
/// <param name="panelStride">Floats from one panel to the next.</param>
internal readonly unsafe struct PanelMatrix(float* first, nint lineStride, nint panelStride)
{
    /// <summary>Columns in one panel.</summary>
    public const int PanelWidth = 16;

    public readonly nint LineStride = lineStride;
    public readonly nint PanelStride = panelStride;

    public float* Line(nint line, nint column) => first + line * LineStride + column / PanelWidth * PanelStride + column % PanelWidth;

    /// <summary>From the first vector of a tile to the second. 0 says that there is none, behind the last panel: the first is read again.</summary>
    /// <param name="columns">Columns that are left.</param>
    public nint Second<T, V>(int columns)
        where V : struct
        where T : struct, IVectors<V> =>
        T.Count < PanelWidth ? T.Count
        : columns <= PanelWidth ? 0
        : Math.Max(PanelStride, 1);

    public StridedWalk Walk(nint line, nint column) => new(Line(line, column), LineStride);
}
