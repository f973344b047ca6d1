namespace DynCompile.Graph.TextForm;

internal enum TokenKind
{
    /// <summary>A name, also one with dots inside: <c>width.1</c>.</summary>
    Word,
    Integer,
    Real,

    /// <summary>Text in quotes, unescaped.</summary>
    Quoted,

    /// <summary><c>%7</c>, without the percent sign.</summary>
    Value,

    /// <summary><c>$0</c>, without the dollar sign.</summary>
    Argument,
    Symbol,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    public override string ToString() =>
        Kind switch
        {
            TokenKind.End => "the end",
            TokenKind.Quoted => AttributeValue.Quote(Text),
            TokenKind.Value => $"`%{Text}`",
            TokenKind.Argument => $"`${Text}`",
            _ => $"`{Text}`",
        };
}
