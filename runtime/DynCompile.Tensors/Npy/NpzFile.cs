using System.IO.Compression;

namespace DynCompile.Tensors;

/// <summary>Reads NumPy's .npz files: zip archives of .npy files, stored or deflated, which need not be trusted.</summary>
public static class NpzFile
{
    private const string EntryExtension = ".npy";

    // Below this size an array of zeros, which deflates a thousandfold, does no harm.
    private const long RatioMatters = 1 << 20;

    /// <summary>Reads all arrays, in the archive's order and named without their .npy.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="limits">How much it may hold; by default <see cref="NpzLimits.Default"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">The archive is not valid, exceeds a limit, or holds what is refused.</exception>
    public static NamedTensors Read(string path, NpzLimits? limits = null)
    {
        limits ??= NpzLimits.Default;
        using var file = TensorStream.OpenRead(path);
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            VerifyLimits(archive, file.Length, path, limits);
            return Read(archive, path, limits);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new TensorFormatException(path, null, $"is not a valid zip archive: {e.Message}", e);
        }
    }

    private static NamedTensors Read(ZipArchive archive, string path, NpzLimits limits)
    {
        var tensors = new List<KeyValuePair<string, Tensor>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        long left = limits.TotalBytes;
        foreach (var entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(EntryExtension, StringComparison.Ordinal))
                throw new TensorFormatException(path, entry.FullName, "is not a .npy entry");
            string name = entry.FullName.Substring(0, entry.FullName.Length - EntryExtension.Length);
            if (!names.Add(name))
                throw new TensorFormatException(path, name, "occurs twice");

            byte[] bytes = Unpack(entry, path, name, left);
            left -= bytes.Length;
            tensors.Add(new(name, Parse(bytes, path, name)));
        }
        return new(tensors);
    }

    /// <summary>Checks what the archive says of itself, before anything is unpacked.</summary>
    private static void VerifyLimits(ZipArchive archive, long fileLength, string path, NpzLimits limits)
    {
        if (archive.Entries.Count > limits.Entries)
            throw new TensorFormatException(path, null, $"has {archive.Entries.Count} entries; at most {limits.Entries} are accepted");

        long packed = 0;
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > fileLength - packed)
                throw new TensorFormatException(
                    path,
                    entry.FullName,
                    $"the entries overlap or are longer than the file, {fileLength} bytes"
                );
            packed += entry.CompressedLength;
            if (entry.Length > limits.TotalBytes - unpacked)
                throw new TensorFormatException(path, entry.FullName, $"the arrays unpack to more than {limits.TotalBytes} bytes");
            unpacked += entry.Length;
            if (entry.Length >= RatioMatters && entry.Length / limits.Ratio > entry.CompressedLength)
            {
                string reason = $"{entry.CompressedLength} bytes unpack to {entry.Length}, more than {limits.Ratio} times as many";
                throw new TensorFormatException(path, entry.FullName, reason);
            }
        }
    }

    /// <summary>Unpacks as many bytes as the archive promised, into memory that grows with what really comes.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry, string path, string name, long limit)
    {
        if (entry.Length > Math.Min(limit, Tensor.MaxBytes))
            throw new TensorFormatException(path, name, $"unpacks to {entry.Length} bytes, more than {Math.Min(limit, Tensor.MaxBytes)}");
        using var stream = entry.Open();
        using var unpacked = new MemoryStream();
        var chunk = new byte[81_920];
        int read;
        while ((read = stream.Read(chunk, 0, chunk.Length)) > 0)
        {
            if (unpacked.Length + read > entry.Length)
                throw new TensorFormatException(path, name, $"unpacks to more than the {entry.Length} bytes that its entry states");
            unpacked.Write(chunk, 0, read);
        }
        if (unpacked.Length != entry.Length)
            throw new TensorFormatException(path, name, $"unpacks to {unpacked.Length} bytes; its entry states {entry.Length}");

        byte[] bytes = unpacked.ToArray();
#if NET
        if (Crc32.Of(bytes) != entry.Crc32)
            throw new TensorFormatException(path, name, $"is damaged: its checksum is {Crc32.Of(bytes):X8}, not {entry.Crc32:X8}");
#endif
        return bytes;
    }

    private static Tensor Parse(byte[] bytes, string path, string name)
    {
        try
        {
            return NpyFile.FromBytes(bytes, path);
        }
        catch (TensorFormatException e)
        {
            throw new TensorFormatException(path, name, e.Reason, e);
        }
    }
}
