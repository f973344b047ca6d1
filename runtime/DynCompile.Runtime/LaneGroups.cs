using System.Diagnostics;

namespace DynCompile.Runtime;

/// <summary>The live lanes grouped by an index: <c>groups[k]</c> are the lanes that chose k, ascending.</summary>
public readonly unsafe struct LaneGroups
{
    private readonly int* _lanes;
    private readonly int* _starts;

    internal LaneGroups(int* lanes, int* starts, int count)
    {
        _lanes = lanes;
        _starts = starts;
        Count = count;
    }

    /// <summary>How many groups there are, empty ones included.</summary>
    public int Count { get; }

    /// <summary>The lanes of one group.</summary>
    /// <param name="group">0 to <see cref="Count"/> - 1.</param>
    public Lanes this[int group]
    {
        get
        {
            Debug.Assert((uint)group < (uint)Count, $"group {group} of {Count}");
            return new(_lanes + _starts[group], _starts[group + 1] - _starts[group]);
        }
    }
}
