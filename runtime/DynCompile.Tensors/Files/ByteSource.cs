using System.IO.MemoryMappedFiles;

namespace DynCompile.Tensors;

/// <summary>The bytes of a file, mapped or in memory; nothing is read before it is asked for.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Bytes that lie inside <see cref="Length"/>, valid until the source is disposed.</summary>
    public abstract ReadOnlySpan<byte> Slice(long offset, int length);

    public abstract void Dispose();

    public static ByteSource FromMemory(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>Maps a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">It is not a regular file.</exception>
    public static ByteSource Open(string path)
    {
        var file = TensorStream.OpenRead(path);
        try
        {
            // An empty file cannot be mapped.
            return file.Length == 0 ? Empty(file) : new Mapped(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static InMemory Empty(FileStream file)
    {
        file.Dispose();
        return new InMemory(ReadOnlyMemory<byte>.Empty);
    }

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : ByteSource
    {
        public override long Length => bytes.Length;

        public override ReadOnlySpan<byte> Slice(long offset, int length) => bytes.Span.Slice((int)offset, length);

        public override void Dispose() { }
    }

    private sealed unsafe class Mapped : ByteSource
    {
        private readonly MemoryMappedFile mapping;
        private readonly MemoryMappedViewAccessor view;
        private readonly byte* start;
        private bool disposed;

        public Mapped(FileStream file)
        {
            Length = file.Length;
            mapping = MemoryMappedFile.CreateFromFile(
                file,
                mapName: null,
                capacity: 0,
                MemoryMappedFileAccess.Read,
                HandleInheritability.None,
                leaveOpen: false
            );
            view = mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            start = pointer + view.PointerOffset;
        }

        public override long Length { get; }

        public override ReadOnlySpan<byte> Slice(long offset, int length)
        {
            if (offset < 0 || length < 0 || offset > Length - length)
                throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} of {Length}");
            return new(start + offset, length);
        }

        public override void Dispose()
        {
            if (disposed)
                return;
            disposed = true;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            mapping.Dispose();
        }
    }
}
