using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DynCompile.Runtime;

/// <summary>The live lanes of a region, ascending. A lane is a sample's place in the batch.</summary>
/// <remarks>A view of memory that a <see cref="Session"/> owns; it is valid until the site that made it runs again.</remarks>
public readonly unsafe struct Lanes
{
    private readonly int* _lanes;

    internal Lanes(int* lanes, int count)
    {
        _lanes = lanes;
        Count = count;
    }

    /// <summary>How many lanes are live.</summary>
    public int Count { get; }

    /// <summary>Whether no lane is live.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The lane at a place of the list.</summary>
    /// <param name="place">0 to <see cref="Count"/> - 1.</param>
    public int this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)place < (uint)Count, $"place {place} of {Count} lanes");
            return _lanes[place];
        }
    }

    internal int* Pointer => _lanes;

    /// <summary>Enumerates the lanes in ascending order, without allocating.</summary>
    public Enumerator GetEnumerator() => new(_lanes, Count);

    /// <summary>Walks over the lanes of a <see cref="Lanes"/>.</summary>
    public struct Enumerator
    {
        private int* _next;
        private readonly int* _end;

        internal Enumerator(int* lanes, int count)
        {
            _next = lanes - 1;
            _end = lanes + count;
        }

        /// <summary>The lane that the last <see cref="MoveNext"/> reached.</summary>
        public readonly int Current => *_next;

        /// <summary>Goes to the next lane; false after the last one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => ++_next < _end;
    }
}
