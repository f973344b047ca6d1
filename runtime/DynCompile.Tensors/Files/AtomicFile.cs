namespace DynCompile.Tensors;

/// <summary>Writes files that appear whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file and renames; on failure nothing is left and an earlier file stays as it was.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="write">Writes the whole file.</param>
    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist.</exception>
    /// <exception cref="TensorFormatException">The path is that of a folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{Printable.Path(path)}: there is no folder {Printable.Path(folder)}");
        if (Directory.Exists(path))
            throw new TensorFormatException(path, null, "is a directory, not a file");

        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                // A rename may otherwise reach the disk before the bytes do.
                stream.Flush(flushToDisk: true);
            }
            Rename(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Rename(string from, string to)
    {
#if NET
        File.Move(from, to, overwrite: true);
#else
        if (File.Exists(to))
            File.Replace(from, to, destinationBackupFileName: null);
        else
            File.Move(from, to);
#endif
    }
}
