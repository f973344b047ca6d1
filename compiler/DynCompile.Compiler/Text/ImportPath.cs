using System.Globalization;

namespace DynCompile.Text;

/// <summary>
/// The rules for the path of an <c>import</c>. They are the same on every system, so that a program that is found on one is found on all,
/// and no path reaches out of the project.
/// </summary>
public static class ImportPath
{
    /// <summary>What every imported file's name ends with.</summary>
    public const string Ending = ".dnn";

    /// <summary>Longer paths are no names that a person gave; in UTF-16 units.</summary>
    public const int Longest = 1024;

    private static readonly string[] devices = ["con", "prn", "aux", "nul", "conin$", "conout$"];

    /// <summary>What is wrong with a path as it is written, as a sentence about it; null for a good one.</summary>
    public static string? ProblemOf(string path)
    {
        if (path.Length == 0)
            return "it is empty";
        if (path.Length > Longest)
            return $"it has {path.Length} characters, more than {Longest}";
        for (int i = 0; i < path.Length; i++)
        {
            if (!IsVisible(path, i))
                return $"it has the character U+{(int)path[i]:X4}";
        }
        if (path.Contains('\\'))
            return "it has a `\\`; `/` stands between folders, on every system";
        if (path[0] == '/')
            return "it begins with `/`, so it is not relative";
        if (path.Length > 1 && path[1] == ':' && char.IsLetter(path[0]))
            return $"it begins with the drive `{path.Substring(0, 2)}`, so it is not relative";
        if (path.IndexOfAny([':', '*', '?', '<', '>', '|']) is >= 0 and var at)
            return $"it has a `{path[at]}`, which not every system takes in a file's name";
        string[] parts = path.Split('/');
        return parts.Select(ProblemOfPart).FirstOrDefault(problem => problem is not null)
            ?? (path.EndsWith(Ending, StringComparison.Ordinal) ? null : $"it does not end in `{Ending}`");
    }

    /// <summary>
    /// The file that a good path names, from the project's folder and without `.` and `..`; null when it lies outside.
    /// </summary>
    /// <param name="importing">The file that imports, from the project's folder.</param>
    /// <param name="path">As written.</param>
    public static string? Resolve(string importing, string path)
    {
        // "parts/a.dnn", "../b/c.dnn" ==> "b/c.dnn"
        var folders = new List<string>(importing.Split('/'));
        folders.RemoveAt(folders.Count - 1);
        foreach (string part in path.Split('/'))
        {
            if (part == ".")
                continue;
            if (part != "..")
                folders.Add(part);
            else if (folders.Count == 0)
                return null;
            else
                folders.RemoveAt(folders.Count - 1);
        }
        return string.Join("/", folders);
    }

    private static string? ProblemOfPart(string part)
    {
        if (part.Length == 0)
            return "it has nothing between two `/`";
        if (part is "." or "..")
            return null;
        if (part[part.Length - 1] is '.' or ' ')
            return $"`{part}` ends in a {(part[part.Length - 1] == '.' ? "dot" : "space")}, which not every system keeps";
        return IsDevice(part) ? $"`{part}` is a device on some systems" : null;
    }

    // "nul", "NUL.dnn" and "com1.a.dnn" open devices on Windows, whatever the folder.
    private static bool IsDevice(string part)
    {
        string name = part.Split('.')[0].TrimEnd().ToLowerInvariant();
        bool isNumbered =
            name.Length == 4
            && (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal))
            && (char.IsDigit(name[3]) || name[3] is '¹' or '²' or '³');
        return isNumbered || devices.Contains(name);
    }

    // Paths stand in messages and in comments of emitted code: what shows as something else, or ends a line, is in none.
    private static bool IsVisible(string path, int at)
    {
        bool isPairEnd = at > 0 && char.IsSurrogatePair(path, at - 1);
        return isPairEnd
            || CharUnicodeInfo.GetUnicodeCategory(path, at)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.Surrogate
                );
    }
}
