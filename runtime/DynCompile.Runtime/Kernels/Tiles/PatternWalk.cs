using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Lines of a matrix that a table names, for elements of a row at equal distances.</summary>
internal unsafe struct PatternWalk(float* lines, nint lineStride, int* named, nint elementStride) : IPanelWalk
{
    private readonly float* _lines = lines;
    private readonly nint _lineStride = lineStride;
    private int* _next = named;
    private readonly nint _elementStride = elementStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Summand(nint line) => line * _elementStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next() => _lines + *_next++ * _lineStride;
}
