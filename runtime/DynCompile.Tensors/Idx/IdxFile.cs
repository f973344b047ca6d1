using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace DynCompile.Tensors;

/// <summary>Reads IDX files of bytes, the format of the MNIST data sets, plain or packed by gzip; they need not be trusted.</summary>
/// <remarks>
/// An IDX file is two zeros, the element type, the number of axes, each axis as a big-endian 32-bit number, and the elements in row-major
/// order, as the page of the MNIST database describes it.
/// </remarks>
public static class IdxFile
{
    /// <summary>The most bytes that a file may unpack to, unless the caller says otherwise: 1 GiB.</summary>
    public const int DefaultLimit = 1 << 30;

    private const int StartLength = 4;
    private const int AxisLength = 4;
    private const byte UnsignedBytes = 8;
    private const int MostAxes = 8;
    private const int ChunkLength = 81_920;

    /// <summary>Reads a file into a tensor of u8.</summary>
    /// <param name="path">The file; whether it is packed shows in its first bytes, not in its name.</param>
    /// <param name="limit">The most bytes of elements: a small packed file can unpack to any size.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">The file is not valid, does not hold bytes or is larger than the limit.</exception>
    public static Tensor Read(string path, int limit = DefaultLimit)
    {
        using var file = TensorStream.OpenRead(path);
        try
        {
            if (!IsPacked(file))
                return Read(file, path, limit);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Read(unpacked, path, limit);
        }
        catch (InvalidDataException e)
        {
            throw new TensorFormatException(path, null, $"is not valid gzip: {e.Message}", e);
        }
    }

    private static bool IsPacked(FileStream file)
    {
        bool isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isPacked;
    }

    private static Tensor Read(Stream stream, string path, int limit)
    {
        ImmutableArray<int> shape = ReadShape(stream, path);
        string type = Shapes.Text(ElementType.U8, shape);
        if (!Shapes.TryMultiply(shape.AsSpan(), 1, out long expected) || expected > Math.Min(limit, Tensor.MaxBytes))
            throw new TensorFormatException(path, null, $"{type} is larger than {Math.Min(limit, Tensor.MaxBytes)} bytes");
        byte[] bytes = ReadUpTo((int)expected, stream);
        if (bytes.Length < expected)
            throw new TensorFormatException(path, null, $"{type} has {expected} bytes, but only {bytes.Length} follow the header");
        // Reading on to the end also makes gzip verify its checksum.
        if (stream.ReadByte() >= 0)
            throw new TensorFormatException(path, null, $"{type} has {expected} bytes, but more follow the header");
        return new Tensor(ElementType.U8, shape, bytes);
    }

    private static ImmutableArray<int> ReadShape(Stream stream, string path)
    {
        byte[] start = ReadUpTo(StartLength, stream);
        if (start.Length < StartLength || start[0] != 0 || start[1] != 0)
            throw new TensorFormatException(
                path,
                null,
                "is not an IDX file: it does not begin with two zeros, a type and a number of axes"
            );
        if (start[2] != UnsignedBytes)
            throw new TensorFormatException(
                path,
                null,
                $"holds elements of type 0x{start[2]:X2}; only bytes, 0x{UnsignedBytes:X2}, are read"
            );
        int rank = start[3];
        if (rank is 0 or > MostAxes)
            throw new TensorFormatException(path, null, $"has {rank} axes; 1 to {MostAxes} are read");
        byte[] axes = ReadUpTo(rank * AxisLength, stream);
        if (axes.Length < rank * AxisLength)
            throw new TensorFormatException(path, null, $"ends inside the sizes of its {rank} axes");
        var shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(axes.AsSpan(axis * AxisLength));
            if (size > int.MaxValue)
                throw new TensorFormatException(path, null, $"axis {axis} has size {size}; at most {int.MaxValue} is read");
            shape[axis] = (int)size;
        }
        return ImmutableArray.Create(shape);
    }

    /// <summary>The next bytes, fewer where the stream ends, in memory that grows with what really comes.</summary>
    private static byte[] ReadUpTo(int count, Stream stream)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[Math.Min(count, ChunkLength)];
        while (bytes.Length < count)
        {
            int read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, count - bytes.Length));
            if (read == 0)
                break;
            bytes.Write(chunk, 0, read);
        }
        return bytes.ToArray();
    }
}
