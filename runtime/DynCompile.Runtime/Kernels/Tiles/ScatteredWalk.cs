using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Lines at equal distances, for elements of a row that a table tells.</summary>
internal unsafe struct ScatteredWalk(float* first, nint stride, int* elements) : IPanelWalk
{
    private float* _next = first;
    private readonly nint _stride = stride;
    private readonly int* _elements = elements;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Summand(nint line) => _elements[line];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next()
    {
        float* line = _next;
        _next += _stride;
        return line;
    }
}
