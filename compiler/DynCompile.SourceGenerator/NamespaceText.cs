using Microsoft.CodeAnalysis.CSharp;

namespace DynCompile.SourceGenerator;

/// <summary>A namespace as C# takes it, of whatever a project says.</summary>
internal static class NamespaceText
{
    private const string Default = "DynCompile.Generated";

    /// <summary>my-app.class ==> my_app.@class</summary>
    public static string Of(string text)
    {
        IEnumerable<string> parts = text.Split('.').Select(p => p.Trim()).Where(p => p.Length > 0).Select(Identifier);
        string space = string.Join(".", parts);
        return space.Length == 0 ? Default : space;
    }

    private static string Identifier(string part)
    {
        string name = new([.. part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        if (!SyntaxFacts.IsIdentifierStartCharacter(name[0]))
            name = "_" + name;
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }
}
