namespace DynCompile.Runtime;

/// <summary>Memory that a kernel needs while it runs: one buffer a thread, which grows to the largest need and stays.</summary>
/// <remarks>Kernels do not run inside one another, so that there is never more than one user.</remarks>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static NativeBuffer? _buffer;

    /// <summary>At least <paramref name="bytes"/> bytes at a cache line, with whatever is in them.</summary>
    public static byte* Get(long bytes)
    {
        if (_buffer is null || _buffer.Bytes < bytes)
        {
            _buffer?.Dispose();
            _buffer = null;
            _buffer = new NativeBuffer(bytes, "a kernel's scratch");
        }
        return _buffer.Pointer;
    }
}
