using System.Xml.Linq;

namespace DynCompile.Compiler.Tests.Architecture;

/// <summary>A project file of the compiler or the runtime with what it references directly.</summary>
internal sealed record Project(string Folder, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<Project> All { get; } =
    [.. new[] { "compiler", "runtime" }.SelectMany(folder => Repository.Files(folder, "*.csproj").Select(path => Read(folder, path)))];

    public static Project Named(string name) => All.Single(project => project.Name == name);

    /// <summary>Every project that it references, directly or through others.</summary>
    public IReadOnlySet<string> AllProjects()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(Projects);
        while (pending.TryDequeue(out string? name))
        {
            if (!found.Add(name))
                continue;
            foreach (string next in Named(name).Projects)
                pending.Enqueue(next);
        }
        return found;
    }

    private static Project Read(string folder, string path)
    {
        XDocument file = XDocument.Parse(Repository.Read(path));
        return new Project(
            folder,
            Path.GetFileNameWithoutExtension(path),
            [.. Included(file, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Included(file, "PackageReference")]
        );
    }

    private static IEnumerable<string> Included(XDocument file, string item) =>
        file.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();
}
