using System.Buffers.Binary;
using System.Text;

namespace DynCompile.Tensors;

/// <summary>Reads and writes NumPy's .npy files, versions 1.0 to 3.0, which need not be trusted.</summary>
/// <remarks>
/// Little-endian arrays in C or Fortran order are read, and C order is written. Big-endian arrays, structured types and Python objects are
/// refused; nothing is ever unpickled. After https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </remarks>
public static class NpyFile
{
    private const int MagicLength = 6;
    private const int Alignment = 64;

    // A shape of 64 axes and a type need less than 1 kB.
    private const int MaxHeaderLength = 65_536;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">The file is not valid, or holds what is refused.</exception>
    public static Tensor Read(string path)
    {
        using var source = ByteSource.Open(path);
        return Read(source, path);
    }

    /// <summary>Reads from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">What stands for the path in messages.</param>
    /// <exception cref="TensorFormatException">The file is not valid, or holds what is refused.</exception>
    public static Tensor FromBytes(ReadOnlyMemory<byte> bytes, string path = "(memory)")
    {
        using var source = ByteSource.FromMemory(bytes);
        return Read(source, path);
    }

    /// <summary>Writes a file, which appears whole or not at all.</summary>
    /// <exception cref="TensorFormatException">The tensor is of bf16, which NumPy does not have.</exception>
    public static void Write(string path, Tensor tensor)
    {
        byte[] header = Header(path, tensor);
        AtomicFile.Write(
            path,
            stream =>
            {
                stream.Write(header, 0, header.Length);
                TensorStream.Write(stream, tensor.Bytes);
            }
        );
    }

    private static Tensor Read(ByteSource source, string path)
    {
        var (headerStart, headerLength) = FindHeader(source, path);
        // Version 3.0 is UTF-8; the earlier Latin-1 differs only in field names, which are refused.
        var header = NpyHeader.Parse(Encoding.UTF8.GetString(source.Slice(headerStart, headerLength).ToArray()), path);

        long held = source.Length - headerStart - headerLength;
        string type = Shapes.Text(header.Type, header.Shape);
        if (!Shapes.TryMultiply(header.Shape.AsSpan(), header.Type.Size(), out long expected) || expected > Tensor.MaxBytes)
            throw new TensorFormatException(path, null, $"{type} is larger than {Tensor.MaxBytes} bytes");
        if (held != expected)
            throw new TensorFormatException(path, null, $"{type} has {expected} bytes, but {held} follow the header");

        byte[] bytes = source.Slice(headerStart + headerLength, (int)expected).ToArray();
        if (header.Type == ElementType.Bool)
            StoredBools.Verify(bytes, path, null);
        if (header.IsFortranOrder)
            bytes = FortranOrder.ToRowMajor(bytes, header.Shape, header.Type.Size());
        return new(header.Type, header.Shape, bytes);
    }

    private static (int Start, int Length) FindHeader(ByteSource source, string path)
    {
        const int versionAndShortLength = 4;
        if (source.Length < MagicLength + versionAndShortLength || !source.Slice(0, MagicLength).SequenceEqual(Magic))
            throw new TensorFormatException(path, null, "is not a .npy file: it does not begin with \\x93NUMPY");

        var version = source.Slice(MagicLength, 2);
        (int start, long length) = (version[0], version[1]) switch
        {
            (1, 0) => (10, BinaryPrimitives.ReadUInt16LittleEndian(source.Slice(8, 2))),
            (2 or 3, 0) when source.Length >= 12 => (12, BinaryPrimitives.ReadUInt32LittleEndian(source.Slice(8, 4))),
            (2 or 3, 0) => throw new TensorFormatException(path, null, "ends inside the header's length"),
            var (major, minor) => throw new TensorFormatException(path, null, $"has version {major}.{minor}; 1.0, 2.0 and 3.0 are read"),
        };
        if (length > MaxHeaderLength)
            throw new TensorFormatException(path, null, $"the header would have {length} bytes; at most {MaxHeaderLength} are accepted");
        if (length > source.Length - start)
            throw new TensorFormatException(path, null, $"the header would have {length} bytes, but only {source.Length - start} follow");
        return (start, (int)length);
    }

    /// <summary>Everything before the data, byte by byte as NumPy writes it.</summary>
    private static byte[] Header(string path, Tensor tensor)
    {
        if (NpyHeader.DescriptionOf(tensor.Type) is not { } description)
            throw new TensorFormatException(path, null, $"NumPy has no {tensor.Type.Name()}; write a .safetensors file or f32");

        string shape = tensor.Rank == 1 ? $"({tensor.Shape[0]},)" : $"({string.Join(", ", tensor.Shape)})";
        string dictionary = $"{{'descr': '{description}', 'fortran_order': False, 'shape': {shape}, }}";
        const int start = MagicLength + 4;
        // With at least one space or none, then a line end: the data begins at a multiple of 64.
        int unpadded = start + dictionary.Length + 1;
        int total = unpadded + (Alignment - unpadded % Alignment) % Alignment;

        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        header[MagicLength] = 1;
        header[MagicLength + 1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(MagicLength + 2), checked((ushort)(total - start)));
        Encoding.ASCII.GetBytes(dictionary, 0, dictionary.Length, header, start);
        header[total - 1] = (byte)'\n';
        return header;
    }
}
