using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels;

/// <summary>Indices kept as a heap with the one that comes last on top; needs no memory but the result's own.</summary>
/// <remarks>No two indices rank the same, so that the outcome does not depend on how the heap moves them.</remarks>
internal readonly unsafe struct SelectionHeap<T>(T* elements, int* indices, nint stride, bool descending)
    where T : unmanaged, IComparable<T>
{
    private readonly T* _elements = elements;
    private readonly int* _indices = indices;
    private readonly nint _stride = stride;
    private readonly bool _descending = descending;

    /// <summary>Leaves the first <paramref name="kept"/> of <paramref name="count"/> elements' indices, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Select(int count, int kept)
    {
        if (kept == 0)
            return;
        for (int i = 0; i < kept; i++)
            At(i) = i;
        for (int node = kept / 2 - 1; node >= 0; node--)
            SiftDown(node, kept);
        for (int i = kept; i < count; i++)
        {
            if (!ComesBefore(i, At(0)))
                continue;
            At(0) = i;
            SiftDown(0, kept);
        }
        for (int end = kept - 1; end > 0; end--)
        {
            (At(0), At(end)) = (At(end), At(0));
            SiftDown(0, end);
        }
    }

    private ref int At(int node) => ref _indices[node * _stride];

    private bool ComesBefore(int a, int b)
    {
        T x = _elements[a * _stride];
        T y = _elements[b * _stride];
        if (Ranking.IsLarger(x, y))
            return _descending;
        if (Ranking.IsLarger(y, x))
            return !_descending;
        return a < b;
    }

    private void SiftDown(int node, int size)
    {
        int moved = At(node);
        while (true)
        {
            int child = 2 * node + 1;
            if (child >= size)
                break;
            if (child + 1 < size && ComesBefore(At(child), At(child + 1)))
                child++;
            if (!ComesBefore(moved, At(child)))
                break;
            At(node) = At(child);
            node = child;
        }
        At(node) = moved;
    }
}
