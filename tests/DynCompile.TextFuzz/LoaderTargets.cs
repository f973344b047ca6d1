using System.IO.Compression;
using System.Text;
using DynCompile.Tensors;

namespace DynCompile.TextFuzz;

/// <summary>The readers of tensor files: any bytes give tensors or a <see cref="TensorFormatException"/>.</summary>
internal static class LoaderTargets
{
    // What a header claims costs nothing; what is there is copied a few times.
    private const long BytesForAny = 1 << 20;
    private const long BytesForEach = 512;

    // An entry may unpack to a megabyte without looking like a bomb, and stored ones pass that bound as they are.
    private const long BytesForZipped = 4L << 20;
    private const long LargestRatio = 1 << 12;

    public static IEnumerable<Target> Create() =>
        [
            new("safetensors", ReadSafetensors, () => [.. SafetensorsSeeds(), .. Corpus("safetensors")], Linear),
            new("npy", bytes => Refusing(() => NpyFile.FromBytes(bytes)), () => [.. NpySeeds(), .. Corpus("npy")], Linear),
            new(
                "npz",
                ReadNpz,
                () => [.. NpzSeeds(), .. Corpus("npz")],
                length => BytesForZipped * 4 + LargestRatio * length,
                Zip.RepairChecksums
            ),
        ];

    private static long Linear(int length) => BytesForAny + BytesForEach * length;

    private static bool ReadSafetensors(byte[] bytes) =>
        Refusing(() =>
        {
            using var reader = SafetensorsReader.FromBytes(bytes);
            long read = 0;
            foreach (string name in reader.Names)
                Refusing(() => read += reader.Read(name).Bytes.Length);
            if (read > bytes.Length)
                throw new BrokenRuleException($"{read} bytes were read from {bytes.Length}");
        });

    private static readonly NpzLimits smallLimits = new(TotalBytes: 4 << 20);

    private static bool ReadNpz(byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"textfuzz-{Environment.ProcessId}.npz");
        File.WriteAllBytes(path, bytes);
        return Refusing(() => NpzFile.Read(path, smallLimits));
    }

    private static bool Refusing(Action read)
    {
        try
        {
            read();
        }
        catch (TensorFormatException refused)
        {
            if (refused.Reason.Length == 0)
                throw new BrokenRuleException("refused without a reason");
        }
        return false;
    }

    private static IEnumerable<byte[]> Corpus(string name) => Repository.Files($"tests/corpus/{name}", "").Select(File.ReadAllBytes);

    private static IEnumerable<byte[]> SafetensorsSeeds()
    {
        KeyValuePair<string, Tensor>[] tensors =
        [
            new("a.weight", Tensor.FromArray([1f, 2, 3, 4, 5, 6], 2, 3)),
            new("flag", Tensor.Scalar(true)),
            new("codes", Tensor.FromArray([(sbyte)1, -2], 2)),
        ];
        var file = new MemoryStream();
        SafetensorsWriter.Write(file, tensors, [new("format", "pt")]);
        yield return file.ToArray();
        foreach (string type in (string[])["F64", "BF16", "F8_E4M3", "U16", "F4"])
        {
            string header =
                $$$"""{"w":{"dtype":"{{{type}}}","shape":[2,1],"data_offsets":[0,4]},"e":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}""";
            yield return [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0];
        }
    }

    private static IEnumerable<byte[]> NpySeeds()
    {
        string path = Path.Combine(Path.GetTempPath(), $"textfuzz-{Environment.ProcessId}.npy");
        Tensor[] tensors = [Tensor.FromArray([1f, 2, 3, 4, 5, 6], 2, 3), Tensor.Scalar(7L), Tensor.FromArray([true, false], 2, 1, 1)];
        foreach (Tensor tensor in tensors)
        {
            NpyFile.Write(path, tensor);
            byte[] bytes = File.ReadAllBytes(path);
            yield return bytes;
            string fortran = Encoding.Latin1.GetString(bytes).Replace("False,", "True, ", StringComparison.Ordinal);
            yield return Encoding.Latin1.GetBytes(fortran);
        }
        File.Delete(path);
    }

    private static IEnumerable<byte[]> NpzSeeds()
    {
        foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Optimal])
        {
            var file = new MemoryStream();
            using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (array, i) in NpySeeds().Take(3).Select((array, i) => (array, i)))
                {
                    using Stream entry = archive.CreateEntry($"w{i}.npy", level).Open();
                    entry.Write(array);
                }
            }
            yield return file.ToArray();
        }
    }
}
