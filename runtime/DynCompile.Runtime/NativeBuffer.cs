using System.Runtime.InteropServices;

namespace DynCompile.Runtime;

/// <summary>Zeroed native memory, aligned to a cache line, freed with its owner.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    public const int Alignment = 64;

    private void* _memory;

    /// <param name="bytes">Size; 0 is allowed.</param>
    /// <param name="purpose">What the memory is for, as the error names it: "the session's arena".</param>
    public NativeBuffer(long bytes, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        try
        {
            // One more line, so that an empty buffer has an address of its own too.
            _memory = NativeMemory.AlignedAlloc(checked((nuint)bytes + Alignment), Alignment);
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            GC.SuppressFinalize(this);
            throw new InsufficientMemoryException($"{bytes} bytes for {purpose} could not be had", e);
        }
        Bytes = bytes;
        NativeMemory.Clear(_memory, (nuint)bytes + Alignment);
        GC.AddMemoryPressure(bytes + Alignment);
    }

    ~NativeBuffer() => Free();

    public long Bytes { get; }

    public bool IsDisposed => _memory == null;

    public byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory == null, this);
            return (byte*)_memory;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(Bytes + Alignment);
    }
}
