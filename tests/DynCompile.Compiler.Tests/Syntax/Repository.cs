namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>The folders of this repository, found from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string ReferencePrograms => Path.Combine(Root, "examples", "reference");

    public static string ErrorPages => Path.Combine(Root, "compiler", "errors");

    public static string SyntaxCases => Path.Combine(Root, "tests", "DynCompile.Compiler.Tests", "Syntax", "cases");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no DynCompile.sln above {AppContext.BaseDirectory}");
    }
}
