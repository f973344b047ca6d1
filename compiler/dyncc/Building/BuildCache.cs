using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// Compiled models of earlier runs, in the user's cache folder. An entry is found by a hash of everything that it depends on,
/// carries a hash of itself, and is written whole or not at all; what is damaged is built again. The folder is kept below a limit.
/// </summary>
internal static class BuildCache
{
    private const long MostBytes = 256 << 20;

    /// <summary>
    /// The assembly for a model's emitted text, from the cache or from <paramref name="build"/>. The text stands for the source with all its
    /// imports and options: nothing else of them reaches the assembly.
    /// </summary>
    public static byte[] GetOrBuild(string code, Func<byte[]> build)
    {
        string? file = FileFor(code);
        if (file is not null && Read(file) is { } known)
            return known;
        byte[] assembly = build();
        if (file is not null)
            Write(file, assembly);
        return assembly;
    }

    /// <summary>Where entries are kept; null when the user has no such folder.</summary>
    public static string? Folder
    {
        get
        {
            string? root = Environment.GetEnvironmentVariable("DYNCC_CACHE");
            if (string.IsNullOrEmpty(root))
            {
                string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
                root =
                    !string.IsNullOrEmpty(cache) ? cache
                    : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                    : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
                        ? Path.Combine(home, ".cache")
                    : null;
            }
            return string.IsNullOrEmpty(root) ? null : Path.Combine(root, "dyncc");
        }
    }

    private static string? FileFor(string code)
    {
        if (Folder is not { } folder)
            return null;
        string features = $"{Avx2.IsSupported} {Avx512F.IsSupported} {Fma.IsSupported} {Environment.Version}";
        string compiler =
            $"{typeof(BuildCache).Assembly.ManifestModule.ModuleVersionId} {typeof(Runtime.Session).Assembly.ManifestModule.ModuleVersionId}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{compiler}\n{features}\n{code}"));
        return Path.Combine(folder, Convert.ToHexStringLower(hash) + ".model");
    }

    private static byte[]? Read(string file)
    {
        try
        {
            byte[] entry = File.ReadAllBytes(file);
            if (entry.Length <= SHA256.HashSizeInBytes)
                return null;
            ReadOnlySpan<byte> assembly = entry.AsSpan(SHA256.HashSizeInBytes);
            if (!SHA256.HashData(assembly).AsSpan().SequenceEqual(entry.AsSpan(0, SHA256.HashSizeInBytes)))
                return null;
            // The least recently used entries go first.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            return assembly.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A cache that cannot be written is no reason to fail.
    private static void Write(string file, byte[] assembly)
    {
        try
        {
            string folder = Path.GetDirectoryName(file)!;
            Directory.CreateDirectory(folder);
            string draft = Path.Combine(folder, $"{Guid.NewGuid():n}.draft");
            File.WriteAllBytes(draft, [.. SHA256.HashData(assembly), .. assembly]);
            File.Move(draft, file, overwrite: true);
            Trim(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private static void Trim(string folder)
    {
        long total = 0;
        foreach (FileInfo entry in new DirectoryInfo(folder).GetFiles().OrderByDescending(f => f.LastWriteTimeUtc))
        {
            total += entry.Length;
            if (total > MostBytes)
                entry.Delete();
        }
    }
}
