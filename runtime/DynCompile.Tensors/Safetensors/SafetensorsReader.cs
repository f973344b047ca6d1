using System.Buffers.Binary;
using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Reads a safetensors file, which need not be trusted. Files are memory-mapped.</summary>
/// <remarks>
/// Opening checks the whole header: what is wrong in the file is found before the first tensor is read. Tensors of types that have no
/// <see cref="ElementType"/>, such as F64, are listed and refused only when read. After the rules of
/// https://github.com/huggingface/safetensors; in addition, a tensor has at most 64 axes of at most 2,147,483,647 each.
/// </remarks>
public sealed class SafetensorsReader : IDisposable
{
    /// <summary>The largest header that is accepted, in bytes.</summary>
    public const int MaxHeaderLength = 100_000_000;

    private const int PrefixLength = 8;

    private ByteSource? source;
    private readonly long dataStart;
    private readonly Dictionary<string, SafetensorsEntry> byName = new(StringComparer.Ordinal);

    private SafetensorsReader(ByteSource source, string path)
    {
        this.source = source;
        Path = path;
        int headerLength = HeaderLength(source, path);
        dataStart = PrefixLength + headerLength;
        (Entries, Metadata) = SafetensorsHeader.Parse(source.Slice(PrefixLength, headerLength), path);
        SafetensorsLayout.Verify(Entries, source.Length - dataStart, path);
        foreach (var entry in Entries)
            byName.Add(entry.Name, entry);
    }

    /// <summary>The file's path, or what stands for it in messages.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of the header.</summary>
    public ImmutableArray<SafetensorsEntry> Entries { get; }

    /// <summary>The names in the order of the header.</summary>
    public IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>The texts of <c>__metadata__</c>, sorted by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">It is a directory, or not a valid safetensors file.</exception>
    public static SafetensorsReader Open(string path) => Open(ByteSource.Open(path), path);

    /// <summary>Reads from memory, such as an embedded resource.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">What stands for the path in messages.</param>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file.</exception>
    public static SafetensorsReader FromBytes(ReadOnlyMemory<byte> bytes, string path = "(memory)") =>
        Open(ByteSource.FromMemory(bytes), path);

    /// <summary>Reads the rest of a stream into memory; the stream stays open.</summary>
    /// <param name="stream">The whole file.</param>
    /// <param name="path">What stands for the path in messages.</param>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file.</exception>
    public static SafetensorsReader FromStream(Stream stream, string path = "(stream)") => FromBytes(TensorStream.ReadToEnd(stream), path);

    /// <summary>What the header says of a tensor.</summary>
    public bool TryGetEntry(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SafetensorsEntry? entry) =>
        byName.TryGetValue(name, out entry);

    /// <summary>Reads a tensor; it does not depend on the reader any more.</summary>
    /// <exception cref="TensorFormatException">
    /// There is no such tensor, its type has no <see cref="ElementType"/>, it is larger than a <see cref="Tensor"/> can be, or a bool is
    /// neither 0 nor 1.
    /// </exception>
    public Tensor Read(string name)
    {
        var open = source ?? throw new ObjectDisposedException(nameof(SafetensorsReader));
        if (!byName.TryGetValue(name, out var entry))
            throw new TensorFormatException(Path, name, "is not in the file");
        if (entry.Type is not { } type)
            throw new TensorFormatException(Path, name, UnsupportedType(entry.StoredType));
        long length = entry.End - entry.Begin;
        if (length > Tensor.MaxBytes)
            throw new TensorFormatException(Path, name, $"has {length} bytes; a tensor holds at most {Tensor.MaxBytes}");

        byte[] bytes = open.Slice(dataStart + entry.Begin, (int)length).ToArray();
        if (type == ElementType.Bool)
            StoredBools.Verify(bytes, Path, name);
        return new(type, entry.Shape, bytes);
    }

    /// <summary>Unmaps the file. Tensors that were read stay valid.</summary>
    public void Dispose()
    {
        source?.Dispose();
        source = null;
    }

    internal static string UnsupportedType(string storedType) =>
        $"has type {Printable.Quote(storedType)}, which is not one of F32 F16 BF16 I8 U8 I32 I64 BOOL";

    private static SafetensorsReader Open(ByteSource source, string path)
    {
        try
        {
            return new(source, path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static int HeaderLength(ByteSource source, string path)
    {
        if (source.Length < PrefixLength)
            throw new TensorFormatException(path, null, $"has {source.Length} bytes, too few for a safetensors header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.Slice(0, PrefixLength));
        if (length > MaxHeaderLength)
            throw new TensorFormatException(path, null, $"the header would have {length} bytes; at most {MaxHeaderLength} are accepted");
        if (length > (ulong)(source.Length - PrefixLength))
        {
            string reason = $"the header would have {length} bytes, but only {source.Length - PrefixLength} follow its length";
            throw new TensorFormatException(path, null, reason);
        }
        return (int)length;
    }
}
