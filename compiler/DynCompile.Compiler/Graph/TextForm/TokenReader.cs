using System.Globalization;

namespace DynCompile.Graph.TextForm;

/// <summary>Goes through the tokens of a graph; what is missing is an error at its place.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _next;

    public Token Peek => tokens[_next];

    public Token PeekSecond => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public Token Take()
    {
        Token token = tokens[_next];
        if (token.Kind != TokenKind.End)
            _next++;
        return token;
    }

    public bool TryTake(string symbol)
    {
        if (!Peek.Is(symbol))
            return false;
        _next++;
        return true;
    }

    public bool TryTakeWord(string word)
    {
        if (!Peek.IsWord(word))
            return false;
        _next++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!TryTake(symbol))
            throw Error($"`{symbol}` is missing before {Peek}");
    }

    public void ExpectWord(string word)
    {
        if (!TryTakeWord(word))
            throw Error($"`{word}` is missing before {Peek}");
    }

    public string Expect(TokenKind kind, string what) => Peek.Kind == kind ? Take().Text : throw Error($"{what} is missing before {Peek}");

    /// <summary>A word or quoted text.</summary>
    public string Name(string what) =>
        Peek.Kind is TokenKind.Word or TokenKind.Quoted ? Take().Text : throw Error($"{what} is missing before {Peek}");

    public int Int(string what)
    {
        Token token = Peek;
        string digits = Expect(TokenKind.Integer, what);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Error(token, $"{what} is too large");
    }

    public ValueId Value()
    {
        Token token = Peek;
        string digits = Expect(TokenKind.Value, "a value");
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new ValueId(index)
            : throw Error(token, $"{token} is too large");
    }

    /// <summary>What stands between commas up to the closing symbol, which is taken too.</summary>
    public List<T> ListUntil<T>(string close, Func<T> item)
    {
        var items = new List<T>();
        if (TryTake(close))
            return items;
        do items.Add(item());
        while (TryTake(","));
        Expect(close);
        return items;
    }

    public GraphFormatException Error(string problem) => Error(Peek, problem);

    public static GraphFormatException Error(Token token, string problem) => new(token.Line, token.Column, problem);
}
