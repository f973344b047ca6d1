namespace DynCompile.Tensors;

/// <summary>How much a .npz archive may hold: a small archive can unpack to any size.</summary>
/// <param name="Entries">The most arrays.</param>
/// <param name="TotalBytes">The most bytes of all arrays, unpacked.</param>
/// <param name="Ratio">The most unpacked bytes for one packed byte, in arrays of 1 MiB and more.</param>
public sealed record NpzLimits(int Entries = 4096, long TotalBytes = 4L << 30, int Ratio = 200)
{
    /// <summary>4096 arrays, 4 GiB, 200 times the packed size.</summary>
    public static NpzLimits Default { get; } = new();
}
