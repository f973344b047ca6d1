using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>What a token means to the nesting of a program.</summary>
internal enum TokenKind
{
    /// <summary>Ends whatever stood before: a comma, `=`, most words.</summary>
    Separator,

    /// <summary>A name or a literal, or the dot between two.</summary>
    Operand,

    /// <summary>`-` before its operand; it binds tighter than every operator with two.</summary>
    Minus,

    /// <summary>`not`; arithmetic and comparisons to its right belong to its operand.</summary>
    Not,

    /// <summary>An arithmetic operator or a comparison.</summary>
    Arithmetic,

    Open,

    Close,
}

/// <summary>
/// Which brackets are open at each token, found in one walk without recursion, before anything that recurses sees the tokens: so no
/// program, however deep, overflows the stack.
/// </summary>
internal sealed class Brackets
{
    /// <summary>How deep brackets and prefix operators nest at most, together.</summary>
    public const int DeepestNesting = 256;

    private const int None = -1;
    private readonly int[] innermost;
    private readonly HashSet<int> closingNothing = [];

    public Brackets(SourceText source, IReadOnlyList<(TokenKind Kind, TextSpan Span)> tokens)
    {
        innermost = new int[tokens.Count];
        var open = new Stack<(int Token, int Depth, int Minuses, int Nots)>();
        int depth = 0;
        int minuses = 0;
        int nots = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            innermost[i] = open.Count == 0 ? None : open.Peek().Token;
            switch (tokens[i].Kind)
            {
                case TokenKind.Open:
                    open.Push((i, depth, minuses, nots));
                    depth += minuses + nots + 1;
                    (minuses, nots) = (0, 0);
                    break;
                case TokenKind.Close when open.Count > 0 && Matches(source, tokens[open.Peek().Token].Span, tokens[i].Span):
                    (_, depth, minuses, nots) = open.Pop();
                    break;
                case TokenKind.Close:
                    closingNothing.Add(i);
                    break;
                case TokenKind.Minus:
                    minuses++;
                    break;
                case TokenKind.Not:
                    nots++;
                    break;
                case TokenKind.Arithmetic:
                    minuses = 0;
                    break;
                case TokenKind.Separator:
                    (minuses, nots) = (0, 0);
                    break;
            }
            Deepest = Math.Max(Deepest, depth + minuses + nots);
            if (Deepest > DeepestNesting)
            {
                TooDeep = tokens[i].Span;
                return;
            }
        }
    }

    public int Deepest { get; }

    /// <summary>The first token that nests too deep.</summary>
    public TextSpan? TooDeep { get; }

    /// <summary>The token of the bracket that is open where a token stands; null when none is.</summary>
    public int? InnermostAt(int token) => innermost[token] == None ? null : innermost[token];

    /// <summary>Whether a closing bracket has no opening one of its kind directly outside.</summary>
    public bool ClosesNothing(int token) => closingNothing.Contains(token);

    public static string Closing(string open) =>
        open switch
        {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };

    private static bool Matches(SourceText source, TextSpan open, TextSpan close) =>
        Closing(source.Text.Substring(open.Start, 1)) == source.Text.Substring(close.Start, 1);
}
