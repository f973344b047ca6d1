namespace DynCompile.Compiler.Tests;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>DynCompile.sln</c>, above the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    public static string ReferencePrograms => Path.Combine(Root, "examples", "reference");

    public static string ErrorPages => Path.Combine(Root, "compiler", "errors");

    /// <summary>The golden files of a part of this project.</summary>
    public static string Cases(string part) => Path.Combine(Root, "tests", "DynCompile.Compiler.Tests", part, "cases");

    /// <summary>The files below a folder with forward slashes, relative to <see cref="Root"/>; build outputs are left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"no DynCompile.sln in {AppContext.BaseDirectory} or above");
    }
}
