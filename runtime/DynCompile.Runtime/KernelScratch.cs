namespace DynCompile.Runtime;

/// <summary>Memory of a thread in which kernels keep what they need within one call. It grows to the largest call and goes with the thread.</summary>
internal static unsafe class KernelScratch
{
    // Grown in steps, so that slightly larger calls find room.
    private const long Step = 1 << 16;

    [ThreadStatic]
    private static NativeBuffer? s_memory;

    /// <summary>Memory that is valid until this thread asks again; what it holds is undefined.</summary>
    /// <param name="bytes">How much.</param>
    public static byte* Take(long bytes)
    {
        if (s_memory is { } memory && memory.Bytes >= bytes)
            return memory.Pointer;
        s_memory?.Dispose();
        s_memory = null;
        s_memory = new NativeBuffer((bytes + Step - 1) / Step * Step, "the scratch of kernels");
        return s_memory.Pointer;
    }
}
