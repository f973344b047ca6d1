using DynCompile.Text;

namespace DynCompile.SourceGenerator;

/// <summary>Finds imports among the .dnn files of a project, and remembers what it was asked for.</summary>
internal sealed class ProjectFiles(ModelFile main, IEnumerable<ModelFile> files) : ISourceResolver
{
    private readonly Dictionary<string, ModelFile> _byPath = files
        .GroupBy(f => f.Path, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    private readonly Dictionary<string, SourceLookup> _asked = new(StringComparer.Ordinal);

    public string Main => main.Path;

    /// <summary>All answers so far, in the order of the paths.</summary>
    public IEnumerable<(string Path, SourceLookup Answer)> Asked =>
        _asked.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (a.Key, a.Value));

    public SourceLookup Find(string path)
    {
        if (!_asked.TryGetValue(path, out SourceLookup? answer))
            _asked.Add(path, answer = Look(path));
        return answer;
    }

    private SourceLookup Look(string path)
    {
        if (_byPath.TryGetValue(path, out ModelFile? found))
            return new SourceLookup.Found(path, found.Source);
        string[] parts = path.Split('/');
        string folder = "";
        for (int i = 0; i < parts.Length - 1; i++)
        {
            string below = folder + parts[i] + "/";
            if (!_byPath.Keys.Any(p => p.StartsWith(below, StringComparison.Ordinal)))
                return new SourceLookup.Missing(parts[i], Neighbours(folder, areFiles: false));
            folder = below;
        }
        return new SourceLookup.Missing(parts[parts.Length - 1], Neighbours(folder, areFiles: true));
    }

    private EquatableArray<string> Neighbours(string folder, bool areFiles) =>
        _byPath
            .Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal))
            .Select(p => p.Substring(folder.Length).Split('/'))
            .Where(p => p.Length == 1 == areFiles)
            .Select(p => p[0])
            .Distinct()
            .OrderBy(p => p, StringComparer.Ordinal)
            .ToEquatableArray();
}
