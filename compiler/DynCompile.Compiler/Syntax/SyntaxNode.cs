using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>A part of a program as it was written. The tree knows nothing of names' meanings, types or shapes.</summary>
public abstract record SyntaxNode(Location Location);

/// <summary>A name where it is declared or refers to a named part; `@layer` has the text `layer`.</summary>
public sealed record Identifier(Location Location, string Text) : SyntaxNode(Location)
{
    /// <summary>`_` takes a value and drops it.</summary>
    public bool IsDiscard => Text == "_";

    public override string ToString() => Text;
}

/// <summary>`"features.0"`: the path of an import or of weights.</summary>
public sealed record StringLiteral(Location Location, string Value) : SyntaxNode(Location);
