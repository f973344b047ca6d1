namespace DynCompile.CommandLine;

/// <summary>Where a path leads when every link in it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 64;

    /// <summary>The path without links. Parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">Links lead to links without an end.</exception>
    public static string Of(string path)
    {
        string whole = Path.GetFullPath(path);
        for (int followed = 0; followed <= MostLinks; followed++)
        {
            if (WithoutFirstLink(whole) is not { } next)
                return whole;
            whole = next;
        }
        throw new IOException($"`{path}` leads through more than {MostLinks} links");
    }

    /// <summary>The path with its first link replaced by what it leads to; null when there is none.</summary>
    private static string? WithoutFirstLink(string whole)
    {
        string place = Path.GetPathRoot(whole)!;
        string[] parts = whole[place.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            string next = Path.Combine(place, parts[i]);
            if (new FileInfo(next).LinkTarget is { } target)
                return Path.Combine([Path.GetFullPath(target, place), .. parts[(i + 1)..]]);
            place = next;
        }
        return null;
    }
}
