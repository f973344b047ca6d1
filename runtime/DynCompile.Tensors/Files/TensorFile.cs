namespace DynCompile.Tensors;

/// <summary>Reads and writes tensor files by their extension: .safetensors, .npy and .npz (which is read only).</summary>
public static class TensorFile
{
    /// <summary>The format that a path's extension stands for.</summary>
    /// <exception cref="TensorFormatException">It stands for none.</exception>
    public static TensorFileFormat FormatOf(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => TensorFileFormat.Safetensors,
            ".NPY" => TensorFileFormat.Npy,
            ".NPZ" => TensorFileFormat.Npz,
            var other => throw new TensorFormatException(
                path,
                null,
                $"the extension {Printable.Quote(other)} is not one of .safetensors, .npy and .npz"
            ),
        };

    /// <summary>Reads all tensors, in the file's order; the one of a .npy is named like the file, without the extension.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFormatException">The file is not valid.</exception>
    public static NamedTensors Read(string path)
    {
        switch (FormatOf(path))
        {
            case TensorFileFormat.Safetensors:
                using (var reader = SafetensorsReader.Open(path))
                    return new(reader);
            case TensorFileFormat.Npy:
                return new([new(Path.GetFileNameWithoutExtension(path), NpyFile.Read(path))]);
            default:
                return NpzFile.Read(path);
        }
    }

    /// <summary>Writes tensors; a .npy takes exactly one, whose name is lost. The file appears whole or not at all.</summary>
    /// <exception cref="TensorFormatException">The format cannot hold these tensors.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        switch (FormatOf(path))
        {
            case TensorFileFormat.Safetensors:
                SafetensorsWriter.Write(path, tensors);
                break;
            case TensorFileFormat.Npy:
                var all = tensors.ToList();
                if (all.Count != 1)
                    throw new TensorFormatException(path, null, $"a .npy file holds 1 tensor, not {all.Count}; write a .safetensors file");
                NpyFile.Write(path, all[0].Value);
                break;
            default:
                throw new TensorFormatException(path, null, ".npz files are read only; write a .safetensors file");
        }
    }
}
