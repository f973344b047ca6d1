using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DynCompile.Runtime;

/// <summary>The memory of a running model: an arena with a row for each lane, and the lists of lanes made at branches.</summary>
/// <remarks>
/// For one thread at a time. Nothing here allocates after the constructor. A <i>site</i> is a place in the program where lanes are
/// regrouped: it owns two lists, so that its result lives until the same place runs again. A <i>frame</i> is something that lanes leave
/// early: a loop, an iteration, the model.
/// </remarks>
public abstract unsafe class Session : IDisposable
{
    private const int ListsPerSite = 2;

    private readonly NativeBuffer _arena;
    private readonly NativeBuffer _regrouping;
    private readonly int _sites;
    private readonly int _frames;
    private readonly int _largestGroupCount;

    /// <summary>Allocates the arena and the lists.</summary>
    /// <param name="capacity">The most lanes at once, at least 1.</param>
    /// <param name="arenaBytesPerLane">Bytes of all buffers, for one lane.</param>
    /// <param name="sites">Places where lanes are regrouped.</param>
    /// <param name="frames">Loops, iterations and bodies that lanes can leave early.</param>
    /// <param name="largestGroupCount">The most groups that a <c>GroupBy</c> makes.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had; the message says how many bytes.</exception>
    protected Session(int capacity, long arenaBytesPerLane, int sites, int frames = 0, int largestGroupCount = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(arenaBytesPerLane);
        ArgumentOutOfRangeException.ThrowIfNegative(sites);
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfNegative(largestGroupCount);
        Capacity = capacity;
        _sites = sites;
        _frames = frames;
        // Groups by size are as many as the lanes at most.
        _largestGroupCount = Math.Max(largestGroupCount, capacity);

        Int128 arenaBytes = (Int128)arenaBytesPerLane * capacity;
        if (arenaBytes > long.MaxValue / 2)
            throw new InsufficientMemoryException($"{arenaBytes} bytes for the buffers of {capacity} lanes could not be had");
        _arena = new NativeBuffer((long)arenaBytes, $"the buffers of {capacity} lanes, {arenaBytesPerLane} bytes each,");
        _regrouping = new NativeBuffer(
            sizeof(int) * (capacity + sites * IntsPerSite) + (long)frames * capacity,
            $"the lane lists of {sites} sites and {capacity} lanes"
        );
        int* all = (int*)_regrouping.Pointer;
        for (int lane = 0; lane < capacity; lane++)
            all[lane] = lane;
    }

    /// <summary>The most samples that run at once; larger batches run in chunks.</summary>
    public int Capacity { get; }

    /// <summary>The sample in lane 0 of the chunk that runs.</summary>
    protected long ChunkStart { get; private protected set; }

    private long IntsPerSite => (long)ListsPerSite * Capacity + _largestGroupCount + 1;

    /// <summary>Frees the native memory.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the native memory; a derived session adds its own.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _arena.Dispose();
        _regrouping.Dispose();
    }

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_arena.IsDisposed, this);

    /// <summary>A buffer of the arena: one row for each lane. Rows of 64 bytes and more begin at multiples of 64 bytes.</summary>
    /// <param name="offsetPerLane">The buffer's place in one lane's share of the arena, a multiple of 64 bytes. A buffer takes its
    /// row's bytes, rounded up to 64, from each share.</param>
    /// <param name="length">Elements of a row.</param>
    protected Rows<T> Rows<T>(long offsetPerLane, int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (offsetPerLane < 0 || offsetPerLane % NativeBuffer.Alignment != 0)
            throw new ArgumentOutOfRangeException(nameof(offsetPerLane), offsetPerLane, "not a multiple of 64");
        long share = Aligned((long)length * sizeof(T));
        if ((offsetPerLane + share) * Capacity > _arena.Bytes)
            throw new ArgumentOutOfRangeException(
                nameof(length),
                $"a buffer of {length} elements at {offsetPerLane} ends at {offsetPerLane + share}, beyond the {_arena.Bytes / Capacity} bytes of a lane"
            );
        long rowBytes = (long)length * sizeof(T);
        long stride = rowBytes < NativeBuffer.Alignment ? length : share / sizeof(T);
        return new((T*)(_arena.Pointer + offsetPerLane * Capacity), (nint)stride);
    }

    private static long Aligned(long bytes) => (bytes + NativeBuffer.Alignment - 1) / NativeBuffer.Alignment * NativeBuffer.Alignment;

    /// <summary>The place of a checked operation in the model's text, for the chunk that runs.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="file">The imported file; null for the model's own.</param>
    protected FaultSite At(int line, int column, string? file = null) => new(line, column, ChunkStart, file);

    /// <summary>The lanes 0 to <paramref name="count"/> - 1.</summary>
    protected Lanes All(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Capacity, nameof(count));
        return new((int*)_regrouping.Pointer, count);
    }

    /// <summary>Parts the live lanes by a condition. Both lists stay ascending; together they are <paramref name="live"/>.</summary>
    /// <param name="site">The place in the program. <paramref name="live"/> may be one of its own lists.</param>
    /// <param name="live">The lanes to part.</param>
    /// <param name="condition">One bool for each lane.</param>
    /// <param name="yes">The lanes whose condition holds.</param>
    /// <param name="no">The other lanes.</param>
    protected void Split(int site, Lanes live, Rows<bool> condition, out Lanes yes, out Lanes no)
    {
        if (live.Count == 1)
        {
            // One lane goes as a whole: the list that it is in stays.
            bool holds = condition[live[0]];
            yes = holds ? live : default;
            no = holds ? default : live;
            return;
        }
        int* yesList = List(site, 0);
        int* noList = List(site, 1);
        int yesCount = 0;
        int noCount = 0;
        // A list is never written ahead of where it is read, so the source may be one of the two.
        foreach (int lane in live)
        {
            if (condition[lane])
                yesList[yesCount++] = lane;
            else
                noList[noCount++] = lane;
        }
        yes = new(yesList, yesCount);
        no = new(noList, noCount);
    }

    /// <summary>Joins two disjoint lists of lanes, ascending.</summary>
    /// <param name="site">The place in the program. <paramref name="a"/> and <paramref name="b"/> may be its own lists.</param>
    /// <param name="a">Some lanes.</param>
    /// <param name="b">Other lanes.</param>
    protected Lanes Merge(int site, Lanes a, Lanes b)
    {
        int* merged = List(site, 0);
        int left = a.Count - 1;
        int right = b.Count - 1;
        int count = a.Count + b.Count;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity, nameof(b));
        int* aLanes = a.Pointer;
        int* bLanes = b.Pointer;
        // From the back, so that a source may lie in the list that is written.
        for (int end = count - 1; end >= 0; end--)
        {
            bool fromA = right < 0 || (left >= 0 && aLanes[left] > bLanes[right]);
            merged[end] = fromA ? aLanes[left--] : bLanes[right--];
        }
        return new(merged, count);
    }

    /// <summary>Groups the live lanes by an index that each one computed.</summary>
    /// <param name="site">The place in the program. <paramref name="live"/> may be one of its own lists.</param>
    /// <param name="live">The lanes to group.</param>
    /// <param name="index">One index for each lane.</param>
    /// <param name="count">How many groups there are.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is not in 0..<paramref name="count"/>.</exception>
    protected LaneGroups GroupBy(int site, Lanes live, Rows<int> index, int count, in FaultSite at)
    {
        int* starts = Starts(site, count);
        foreach (int lane in live)
            starts[Fault.CheckIndex(index[lane], count, lane, at) + 1]++;
        int* grouped = GroupList(site, live);
        Accumulate(starts, count);
        foreach (int lane in live)
            grouped[starts[index[lane]]++] = lane;
        StepBack(starts, count);
        return new(grouped, starts, count);
    }

    /// <summary>Groups the live lanes by an elastic size that each one chose: <c>groups[k]</c> chose <c>allowed[k]</c>.</summary>
    /// <param name="site">The place in the program. <paramref name="live"/> may be one of its own lists.</param>
    /// <param name="live">The lanes to group.</param>
    /// <param name="size">One size for each lane.</param>
    /// <param name="allowed">The sizes that the elastic dimension lists.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">A size is not listed.</exception>
    protected LaneGroups GroupBy(int site, Lanes live, Rows<int> size, ReadOnlySpan<int> allowed, in FaultSite at)
    {
        int* starts = Starts(site, allowed.Length);
        foreach (int lane in live)
        {
            int group = allowed.IndexOf(size[lane]);
            if (group < 0)
                Fault.Unlisted(size[lane], allowed, lane, at);
            starts[group + 1]++;
        }
        int* grouped = GroupList(site, live);
        Accumulate(starts, allowed.Length);
        foreach (int lane in live)
            grouped[starts[allowed.IndexOf(size[lane])]++] = lane;
        StepBack(starts, allowed.Length);
        return new(grouped, starts, allowed.Length);
    }

    /// <summary>
    /// Groups the live lanes by a size from a range, however long: only sizes that occur make a group, the smallest first. The lanes of
    /// one group are ascending.
    /// </summary>
    /// <param name="site">The place in the program. <paramref name="live"/> is none of its own lists.</param>
    /// <param name="live">The lanes to group.</param>
    /// <param name="size">One size for each lane.</param>
    /// <param name="smallest">The smallest size.</param>
    /// <param name="largest">The largest size.</param>
    /// <param name="at">Where the model gives the size.</param>
    /// <exception cref="DynRunException">A size is not in the range.</exception>
    protected LaneGroups GroupBySize(int site, Lanes live, Rows<int> size, int smallest, int largest, in FaultSite at)
    {
        foreach (int lane in live)
        {
            if (size[lane] < smallest || size[lane] > largest)
                Fault.OutOfBounds(size[lane], smallest, largest, lane, at);
        }
        // Both lists of the site together have room for a size and a lane for each lane.
        int* grouped = List(site, 0);
        Debug.Assert(live.Pointer < grouped || live.Pointer >= grouped + 2 * Capacity, "the source would be overwritten");
        var sorted = new Span<long>(grouped, live.Count);
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = ((long)size[live[i]] << 32) | (uint)live[i];
        sorted.Sort();
        int* starts = Starts(site, live.Count);
        int groups = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] >> 32 != sorted[i - 1] >> 32)
                starts[groups++] = i;
        }
        for (int i = 0; i < sorted.Length; i++)
            grouped[i] = (int)sorted[i];
        starts[groups] = sorted.Length;
        return new(grouped, starts, groups);
    }

    /// <summary>Says that these lanes are in a frame: none of them has left it.</summary>
    protected void ClearLeft(int frame, Lanes lanes)
    {
        byte* left = LeftFlags(frame);
        foreach (int lane in lanes)
            left[lane] = 0;
    }

    /// <summary>Says that these lanes have left a frame.</summary>
    protected void MarkLeft(int frame, Lanes lanes)
    {
        byte* left = LeftFlags(frame);
        foreach (int lane in lanes)
            left[lane] = 1;
    }

    /// <summary>Those of the lanes that have not left a frame.</summary>
    /// <param name="frame">The loop, iteration or body.</param>
    /// <param name="site">The place in the program. <paramref name="lanes"/> may be one of its own lists.</param>
    /// <param name="lanes">The lanes that were in the frame.</param>
    protected Lanes Staying(int frame, int site, Lanes lanes)
    {
        byte* left = LeftFlags(frame);
        int* staying = List(site, 0);
        int count = 0;
        foreach (int lane in lanes)
        {
            if (left[lane] == 0)
                staying[count++] = lane;
        }
        return new(staying, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int* List(int site, int list)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)site, (uint)_sites, nameof(site));
        return (int*)_regrouping.Pointer + Capacity + site * IntsPerSite + (long)list * Capacity;
    }

    private int* Starts(int site, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_largestGroupCount, nameof(count));
        int* starts = List(site, ListsPerSite);
        new Span<int>(starts, count + 1).Clear();
        return starts;
    }

    // The source may be one of the site's lists; the groups then go to the other one.
    private int* GroupList(int site, Lanes live)
    {
        int* first = List(site, 0);
        bool readsFirst = live.Pointer >= first && live.Pointer < first + Capacity;
        return readsFirst ? List(site, 1) : first;
    }

    private static void Accumulate(int* starts, int count)
    {
        for (int group = 0; group < count; group++)
            starts[group + 1] += starts[group];
    }

    // Filling the groups moved each start to the next group's.
    private static void StepBack(int* starts, int count)
    {
        for (int group = count - 1; group > 0; group--)
            starts[group] = starts[group - 1];
        starts[0] = 0;
    }

    private byte* LeftFlags(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)_frames, nameof(frame));
        return _regrouping.Pointer + sizeof(int) * (Capacity + _sites * IntsPerSite) + (long)frame * Capacity;
    }
}
