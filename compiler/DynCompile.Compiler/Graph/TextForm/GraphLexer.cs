using System.Globalization;
using System.Text;

namespace DynCompile.Graph.TextForm;

/// <summary>Cuts the text form into tokens; <c>//</c> starts a comment.</summary>
internal sealed class GraphLexer
{
    private const string Symbols = "()[]{},:=+-*/.@";

    private readonly string _text;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    private GraphLexer(string text) => _text = text;

    private char Current => At(_position);
    private int Column => _position - _lineStart + 1;

    /// <summary>All tokens and an end.</summary>
    public static List<Token> Read(string text)
    {
        var lexer = new GraphLexer(text);
        var tokens = new List<Token>();
        do tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    /// <summary>Whether a name needs no quotes.</summary>
    public static bool IsWord(string name) => name.Length > 0 && IsWordStart(name[0]) && new GraphLexer(name).WordLength() == name.Length;

    private Token Next()
    {
        SkipBlanks();
        (int line, int column) = (_line, Column);
        Token Of(TokenKind kind, string text) => new(kind, text, line, column);
        if (_position >= _text.Length)
            return Of(TokenKind.End, "");
        if (Current == '"')
            return Of(TokenKind.Quoted, ReadQuoted());
        if (Current is '%' or '$')
        {
            TokenKind kind = Current == '%' ? TokenKind.Value : TokenKind.Argument;
            _position++;
            return Of(kind, ReadDigits());
        }
        if (IsDigit(Current))
            return ReadNumber(line, column);
        if (IsWordStart(Current))
            return Of(TokenKind.Word, Take(WordLength()));
        if ((Current, At(_position + 1)) is ('-', '>') or ('.', '.'))
            return Of(TokenKind.Symbol, Take(2));
        if (Symbols.IndexOf(Current) < 0)
            throw Error($"`{Current}` means nothing here");
        return Of(TokenKind.Symbol, Take(1));
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            if (Current == '\n')
            {
                _position++;
                _line++;
                _lineStart = _position;
            }
            else if (char.IsWhiteSpace(Current))
                _position++;
            else if (Current == '/' && At(_position + 1) == '/')
            {
                while (_position < _text.Length && Current != '\n')
                    _position++;
            }
            else
                return;
        }
    }

    private string ReadQuoted()
    {
        var text = new StringBuilder();
        for (_position++; Current != '"'; _position++)
        {
            if (_position >= _text.Length || Current == '\n')
                throw Error("the quotes are not closed");
            text.Append(Current == '\\' ? ReadEscape() : Current);
        }
        _position++;
        return text.ToString();
    }

    // Stays on the last character of the escape.
    private char ReadEscape()
    {
        _position++;
        switch (Current)
        {
            case '"' or '\\':
                return Current;
            case 'n':
                return '\n';
            case 'u' when _position + 4 < _text.Length:
                string digits = _text.Substring(_position + 1, 4);
                if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                    throw Error($"`\\u{digits}` has no four hexadecimal digits");
                _position += 4;
                return (char)code;
            default:
                throw Error($"`\\{Current}` is no escape");
        }
    }

    private string ReadDigits()
    {
        int length = 0;
        while (IsDigit(At(_position + length)))
            length++;
        return length > 0 ? Take(length) : throw Error("a number is missing");
    }

    private Token ReadNumber(int line, int column)
    {
        int start = _position;
        ReadDigits();
        bool isReal = false;
        if (Current == '.' && IsDigit(At(_position + 1)))
        {
            isReal = true;
            _position++;
            ReadDigits();
        }
        if (Current is 'e' or 'E')
        {
            isReal = true;
            _position += At(_position + 1) is '+' or '-' ? 2 : 1;
            ReadDigits();
        }
        return new Token(isReal ? TokenKind.Real : TokenKind.Integer, _text.Substring(start, _position - start), line, column);
    }

    private int WordLength()
    {
        int length = 0;
        while (IsWordPart(At(_position + length)) || (At(_position + length) == '.' && IsWordPart(At(_position + length + 1))))
            length++;
        return length;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsWordPart(char c) => IsWordStart(c) || IsDigit(c);

    private char At(int position) => position < _text.Length ? _text[position] : '\0';

    private string Take(int length)
    {
        string taken = _text.Substring(_position, length);
        _position += length;
        return taken;
    }

    private GraphFormatException Error(string problem) => new(_line, Column, problem);
}
