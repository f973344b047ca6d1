using System.Text.RegularExpressions;

namespace DynCompile.Compiler.Tests.Architecture;

/// <summary>A C# file of the compiler library: the room it stands in and the namespaces it names.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public const string Library = "compiler/DynCompile.Compiler";

    /// <summary>The rooms' common namespace; what stands in no room's folder is in it directly.</summary>
    public const string NoRoom = "";

    public static IReadOnlyList<SourceFile> All { get; } =
    [.. Repository.Files(Library, "*.cs").Select(path => new SourceFile(path, Repository.Read(path)))];

    private string[] Folders => Path[(Library.Length + 1)..].Split('/')[..^1];

    /// <summary>The first folder, e.g. <c>Graph</c>, or <see cref="NoRoom"/>.</summary>
    public string Room => Folders is [var room, ..] ? room : NoRoom;

    /// <summary>The second folder, e.g. the <c>CSharp</c> of <c>Backends/CSharp</c>; empty for files of the room itself.</summary>
    public string Part => Folders is [_, var part, ..] ? part : "";

    public string Namespace => NamespaceDeclaration().Match(Text).Groups["name"].Value;

    /// <summary>The namespaces and types of its <c>using</c> directives.</summary>
    public IEnumerable<string> Usings => UsingDirective().Matches(Text).Select(match => match.Groups["name"].Value);

    /// <summary>The rooms of its <c>using</c> directives, its own left out.</summary>
    public IEnumerable<string> RoomsUsed =>
        Usings
            .Where(name => name.StartsWith("DynCompile.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[1])
            .Where(r => r != Room);

    public override string ToString() => Path;

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    // Aliases count; `using var` and `using (` are statements.
    [GeneratedRegex(
        @"^\s*(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(global::)?(?<name>[A-Z]\w*(\.\w+)*)[^;(]*;",
        RegexOptions.Multiline
    )]
    private static partial Regex UsingDirective();
}
