using System.Security;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// The files below the project's folder: that of the model, or one above it. Links are followed before anything is read, and only to places
/// below the folder. Names must be written as they are, also where the file system would take other letters, so that a program means the
/// same on every machine.
/// </summary>
internal sealed class ProjectFolder : ISourceResolver
{
    /// <summary>More names than this are not listed to suggest one.</summary>
    private const int MostNeighbours = 1000;

    private static readonly EnumerationOptions AsWritten = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchCasing = MatchCasing.CaseSensitive,
        MatchType = MatchType.Simple,
    };

    /// <summary>As the user wrote it, for messages.</summary>
    private readonly string _shown;

    private ProjectFolder(string shown, string main)
    {
        _shown = shown;
        Main = main;
    }

    public string Main { get; }

    /// <summary>The project of a model; a root that does not hold the model ends the command.</summary>
    /// <param name="root">Null for the folder of the model.</param>
    public static ProjectFolder Of(string model, string? root)
    {
        if (root is null)
            return new ProjectFolder(Path.GetDirectoryName(model) ?? "", Path.GetFileName(model));
        if (!Directory.Exists(root))
            throw Wrong($"there is no folder `{root}`");
        string main = Path.GetRelativePath(root, model);
        bool isBelow = !Path.IsPathRooted(main) && main.Split(Path.DirectorySeparatorChar)[0] != "..";
        return isBelow
            ? new ProjectFolder(root, main.Replace(Path.DirectorySeparatorChar, '/'))
            : throw Wrong($"`{model}` does not lie below `{root}`");
    }

    public SourceLookup Find(string path)
    {
        try
        {
            return FindBelow(RealPath.Of(_shown.Length == 0 ? "." : _shown), path);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            return new SourceLookup.Refused(e.Message.TrimEnd('.'));
        }
    }

    private SourceLookup FindBelow(string folder, string path)
    {
        string place = folder;
        string[] parts = path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            if (!Directory.Exists(place) || !Directory.EnumerateFileSystemEntries(place, parts[i], AsWritten).Any())
                return new SourceLookup.Missing(parts[i], Neighbours(place, isLast));
            place = RealPath.Of(Path.Combine(place, parts[i]));
            if (!IsBelow(folder, place))
                return new SourceLookup.Outside(parts[i]);
        }
        if (Directory.Exists(place))
            return new SourceLookup.Refused("it is a folder");
        var file = new FileInfo(place);
        if (!file.Exists)
            return new SourceLookup.Missing(parts[^1], []);
        // Pipes and devices have no length, and reading them may never end.
        (string? text, string problem) = file.Length == 0 ? ("", "") : Utf8File.Read(place);
        if (text is null)
            return new SourceLookup.Refused(problem);
        string name = Path.GetRelativePath(folder, place);
        return new SourceLookup.Found(name.Replace(Path.DirectorySeparatorChar, '/'), new SourceText(Path.Combine(_shown, name), text));
    }

    private static bool IsBelow(string folder, string place) =>
        place == folder
        || place.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static EquatableArray<string> Neighbours(string folder, bool areFiles)
    {
        if (!Directory.Exists(folder))
            return [];
        IEnumerable<string> found = areFiles
            ? Directory.EnumerateFiles(folder, "*" + ImportPath.Ending, AsWritten)
            : Directory.EnumerateDirectories(folder, "*", AsWritten);
        return [.. found.Take(MostNeighbours).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    }

    private static CommandFailed Wrong(string problem) =>
        new(ExitCode.WrongUsage, new BadOption(Location.OfFile("--root"), "--root", problem));
}
