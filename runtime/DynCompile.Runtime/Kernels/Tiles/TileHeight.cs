using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>How rows are divided among tiles.</summary>
internal static class TileHeight
{
    /// <summary>The most rows of a tile.</summary>
    public const int Most = 8;

    /// <summary>Rows of the next tile. They may be more than are left: the pointers behind the last row repeat it.</summary>
    /// <param name="vector">Floats in a vector.</param>
    /// <param name="rows">Rows that are left, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int For(int vector, int rows)
    {
        if (vector == Vector512<float>.Count)
        {
            return rows switch
            {
                1 or 2 => rows,
                3 or 4 => 4,
                5 or 6 or 9 or 10 => 6,
                _ => 8,
            };
        }
        return rows switch
        {
            1 or 2 => rows,
            3 or 4 or 7 or 8 => 4,
            _ => 6,
        };
    }
}
