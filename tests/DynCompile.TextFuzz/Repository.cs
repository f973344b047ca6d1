namespace DynCompile.TextFuzz;

/// <summary>The source tree, which the seeds come from.</summary>
internal static class Repository
{
    private static readonly string? root = FindRoot();

    /// <summary>The files of an extension below a folder, in order; none when the program runs outside the source tree.</summary>
    public static IEnumerable<string> Files(string folder, string extension)
    {
        if (root is null || Path.Combine(root, folder) is var path && !Directory.Exists(path))
            return [];
        return Directory
            .EnumerateFiles(path, $"*{extension}", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static string? FindRoot()
    {
        string start = Environment.GetEnvironmentVariable("DYNCOMPILE_ROOT") ?? AppContext.BaseDirectory;
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
                return folder.FullName;
        }
        return null;
    }
}
