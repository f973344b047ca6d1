using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Where the lines of a panel are, one after the other.</summary>
internal unsafe interface IPanelWalk
{
    /// <summary>The line reached, and one step on.</summary>
    float* Next();
}

/// <summary>Lines at equal distances.</summary>
internal unsafe struct StridedWalk(float* first, nint stride) : IPanelWalk
{
    private float* _next = first;
    private readonly nint _stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* line = _next;
        _next += _stride;
        return line;
    }
}

/// <summary>Lines at the distances from an origin that a table tells.</summary>
internal unsafe struct TableWalk(float* origin, int* distances) : IPanelWalk
{
    private readonly float* _origin = origin;
    private int* _next = distances;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next() => _origin + *_next++;
}
