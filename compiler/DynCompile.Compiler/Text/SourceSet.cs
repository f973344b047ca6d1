namespace DynCompile.Text;

/// <summary>The texts of one program: the model's own file, and the imported ones by their paths from the project's folder.</summary>
public sealed class SourceSet
{
    private readonly Dictionary<string, SourceText> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceText, string> paths = [];

    public SourceSet(SourceText main, IEnumerable<(string Path, SourceText Source)> imported)
    {
        Main = main;
        foreach ((string path, SourceText source) in imported)
        {
            byPath[path] = source;
            paths[source] = path;
        }
    }

    public SourceText Main { get; }

    /// <summary>The length of all texts together, in UTF-16 units.</summary>
    public int Length => Main.Text.Length + byPath.Values.Sum(source => source.Text.Length);

    /// <summary>The path of an imported file; null for the model's own.</summary>
    public string? PathOf(SourceText source) => paths.TryGetValue(source, out string? path) ? path : null;

    /// <summary>A place by its file (null for the model's own), line and column; the file as a whole when the text has no such place.</summary>
    public Location At(string? path, int line, int column)
    {
        SourceText source = path is not null && byPath.TryGetValue(path, out SourceText? imported) ? imported : Main;
        if (line < 1 || line > source.LineCount)
            return new Location(source, default);
        int start = Math.Min(source.StartOfLine(line) + column - 1, source.Text.Length);
        return source.At(start, Math.Min(1, source.Text.Length - start));
    }
}
