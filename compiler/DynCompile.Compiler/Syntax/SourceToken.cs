using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>A token as it was written.</summary>
internal sealed record SourceToken(TokenForm Form, string Text, TextSpan Span)
{
    public bool IsOpening => Text is "(" or "[" or "{";

    public bool IsClosing => Text is ")" or "]" or "}";
}

/// <summary>What a token is, without the tree.</summary>
internal enum TokenForm
{
    Name,
    ElementType,
    Integer,
    Float,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A reserved word, or `by`.</summary>
    Word,

    /// <summary>`(` or `[` that continues the expression before it.</summary>
    Continuation,

    /// <summary>`-` with one operand.</summary>
    Sign,
    Symbol,
}
