using System.Reflection;

namespace DynCompile.Diagnostics;

/// <summary>The pages that explain errors, one for each id: <c>compiler/errors/DYN0012.md</c>.</summary>
public static class ErrorPages
{
    private const string Folder = "errors/";
    private const string Ending = ".md";

    /// <summary>All ids that have a page, ascending.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        .. typeof(ErrorPages)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => n.Substring(Folder.Length, n.Length - Folder.Length - Ending.Length))
            .OrderBy(n => n, StringComparer.Ordinal),
    ];

    /// <summary>The page of an id, or null.</summary>
    public static string? Find(string id)
    {
        using Stream? page = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + id + Ending);
        if (page is null)
            return null;
        using var reader = new StreamReader(page);
        return reader.ReadToEnd();
    }
}
