using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Lines at equal distances, for the elements of a row as they come.</summary>
internal unsafe struct StridedWalk(float* first, nint stride) : IPanelWalk
{
    private float* _next = first;
    private readonly nint _stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Summand(nint line) => line;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* line = _next;
        _next += _stride;
        return line;
    }
}
