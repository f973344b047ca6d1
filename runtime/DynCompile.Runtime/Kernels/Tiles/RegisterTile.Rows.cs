using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

internal static unsafe partial class RegisterTile<V, T, TWalk>
{
    /// <summary>A tile of 2 vectors, of which the second may be the first again, and a height that <see cref="TileHeight"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows(
        int height,
        float** x,
        nint from,
        nint length,
        TWalk panel,
        nint second,
        float** y,
        nint column,
        in TileEnds ends
    )
    {
        switch (height)
        {
            case 8 when second == 0:
                EightByOne(x, from, length, panel, y, column, ends);
                break;
            case 8:
                EightByTwo(x, from, length, panel, second, y, column, ends);
                break;
            case 6:
                SixByTwo(x, from, length, panel, second, y, column, ends);
                break;
            case 4:
                FourByTwo(x, from, length, panel, second, y, column, ends);
                break;
            case 2:
                TwoByTwo(x, from, length, panel, second, y, column, ends);
                break;
            default:
                OneByTwo(x, from, length, panel, second, y, column, ends);
                break;
        }
    }
}
