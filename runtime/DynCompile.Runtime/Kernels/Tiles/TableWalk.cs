using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Lines at the distances from an origin that a table tells, for the elements of a row as they come.</summary>
internal unsafe struct TableWalk(float* origin, int* distances) : IPanelWalk
{
    private readonly float* _origin = origin;
    private int* _next = distances;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Summand(nint line) => line;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next() => _origin + *_next++;
}
