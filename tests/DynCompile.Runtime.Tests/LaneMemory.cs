using System.Runtime.InteropServices;

namespace DynCompile.Runtime.Tests;

/// <summary>Rows for a handful of lanes, outside any session, for tests of single kernels.</summary>
internal sealed unsafe class LaneMemory(int capacity = 5) : IDisposable
{
    private readonly List<nint> _blocks = [];

    public int Capacity { get; } = capacity;

    public Lanes Live(params int[] lanes)
    {
        int* list = (int*)Allocate(sizeof(int) * lanes.Length);
        lanes.CopyTo(new Span<int>(list, lanes.Length));
        return new(list, lanes.Length);
    }

    public Lanes All() => Live([.. Enumerable.Range(0, Capacity)]);

    public Rows<T> Blank<T>(int length)
        where T : unmanaged => new((T*)Allocate((long)sizeof(T) * (length + 3) * Capacity), length + 3);

    public Rows<T> Filled<T>(int length, Func<int, int, T> element)
        where T : unmanaged
    {
        Rows<T> rows = Blank<T>(length);
        for (int lane = 0; lane < Capacity; lane++)
        for (int i = 0; i < length; i++)
            rows.Span(lane, length)[i] = element(lane, i);
        return rows;
    }

    public Rows<float> Random(int length, int seed = 1)
    {
        var random = new Random(seed);
        return Filled(length, (_, _) => (float)(random.NextDouble() * 4 - 2));
    }

    public Rows<int> Integers(int length, int from, int to, int seed = 1)
    {
        var random = new Random(seed);
        return Filled(length, (_, _) => random.Next(from, to));
    }

    /// <summary>The same row for every lane, as a weight has.</summary>
    public Rows<T> Shared<T>(params T[] elements)
        where T : unmanaged
    {
        T* memory = (T*)Allocate((long)sizeof(T) * elements.Length);
        elements.CopyTo(new Span<T>(memory, elements.Length));
        return new(memory, 0);
    }

    public void Dispose()
    {
        foreach (nint block in _blocks)
            NativeMemory.Free((void*)block);
    }

    private void* Allocate(long bytes)
    {
        void* block = NativeMemory.AllocZeroed((nuint)bytes + 64);
        _blocks.Add((nint)block);
        return block;
    }
}
