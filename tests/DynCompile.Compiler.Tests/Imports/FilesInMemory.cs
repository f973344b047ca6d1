using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Imports;

/// <summary>A project's files as texts, by their paths from its folder.</summary>
internal sealed class FilesInMemory(string main, params IEnumerable<(string Path, string Text)> files) : ISourceResolver
{
    private readonly Dictionary<string, SourceText> _files = files.ToDictionary(f => f.Path, f => new SourceText(f.Path, f.Text));

    public string Main => main;

    /// <summary>How often each file was asked for.</summary>
    public List<string> Asked { get; } = [];

    public SourceLookup Find(string path)
    {
        Asked.Add(path);
        if (_files.TryGetValue(path, out SourceText? found))
            return new SourceLookup.Found(path, found);
        if (_files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)))
            return new SourceLookup.Refused("it is a folder");
        return new SourceLookup.Missing(path, [.. _files.Keys.Order(StringComparer.Ordinal)]);
    }
}
