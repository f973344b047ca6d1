namespace DynCompile.CommandLine.Tests;

/// <summary>Where the files of the repository are, seen from a test.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Model(string name) => Path.Combine(Root, "examples", "reference", $"{name}.dnn");

    public static string Oracle(string name, string file) => Path.Combine(Root, "tests", "oracles", name, file);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DynCompile.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no DynCompile.sln above {AppContext.BaseDirectory}");
    }
}
