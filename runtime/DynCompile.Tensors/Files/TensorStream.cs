using System.Runtime.InteropServices;

namespace DynCompile.Tensors;

/// <summary>Opens files for reading, with one message for each way in which that fails.</summary>
internal static class TensorStream
{
    /// <summary>Opens a regular file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">It is a directory or cannot be sought, such as a pipe.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path))
            throw new TensorFormatException(path, null, "is a directory, not a file");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{Printable.Path(path)}: there is no such file", path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new TensorFormatException(path, null, "is not a regular file");
    }

    /// <summary>The rest of a stream, in memory.</summary>
    public static byte[] ReadToEnd(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Writes bytes, which netstandard2.0's streams take from arrays only.</summary>
    public static void Write(Stream stream, ReadOnlyMemory<byte> bytes)
    {
        if (MemoryMarshal.TryGetArray(bytes, out var segment))
        {
            stream.Write(segment.Array!, segment.Offset, segment.Count);
            return;
        }
        byte[] copy = bytes.ToArray();
        stream.Write(copy, 0, copy.Length);
    }
}
