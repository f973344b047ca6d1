namespace DynCompile.Text;

/// <summary>What a <see cref="ISourceResolver"/> says about a path.</summary>
public abstract record SourceLookup
{
    private SourceLookup() { }

    /// <param name="Path">The file's one name from the project's folder; another one than asked for when a link led here.</param>
    public sealed record Found(string Path, SourceText Source) : SourceLookup;

    /// <param name="Part">The first part of the path that is not there.</param>
    /// <param name="Neighbours">What is there in its place: files, or folders where a folder is missing.</param>
    public sealed record Missing(string Part, EquatableArray<string> Neighbours) : SourceLookup;

    /// <summary>A link leads out of the project's folder.</summary>
    /// <param name="Link">The part of the path that is one.</param>
    public sealed record Outside(string Link) : SourceLookup;

    /// <param name="Reason">Why it cannot be read, as a sentence about it: "it is a folder".</param>
    public sealed record Refused(string Reason) : SourceLookup;
}
