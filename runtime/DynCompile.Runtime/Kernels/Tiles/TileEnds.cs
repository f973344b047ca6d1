namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>What a tile's sums begin with and what becomes of them.</summary>
internal unsafe struct TileEnds
{
    /// <summary>Sums begin with what y holds.</summary>
    public bool Continues;

    /// <summary>What the sums of each row begin with; null if they do not.</summary>
    public float* RowStarts;

    /// <summary>What the sums of each column begin with; null if they do not.</summary>
    public float* ColumnStarts;

    /// <summary>Sums are added to what y holds.</summary>
    public bool Adds;

    /// <summary>Negative results become 0.</summary>
    public bool Relu;
}
