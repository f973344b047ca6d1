namespace DynCompile.Syntax.Formatting;

/// <summary>Puts tokens and comments into lines, indented, with one blank line where the author had some.</summary>
internal sealed class LineBreaker
{
    private static readonly string[] headWords = ["let", "var", "layer", "param", "state", "elastic", "fn", "block", "model", "import"];
    private static readonly string[] joinedWords = ["with", "for", "in", "from", "limit", "when", "else"];

    private readonly IReadOnlyList<SourceToken> tokens;
    private readonly IReadOnlyList<Gap> gaps;
    private readonly Outline outline;
    private readonly List<FormattedLine> lines = [];
    private readonly Stack<OpenBracket> open = new();
    private FormattedLine? line;

    /// <summary>The first line of the statement that is being written.</summary>
    private FormattedLine? statement;
    private int declaration;

    /// <summary>Whether the tokens and comments since the last `(`, `[` or `{` are none.</summary>
    private bool isFirstInside = true;

    private LineBreaker(IReadOnlyList<SourceToken> tokens, IReadOnlyList<Gap> gaps, Outline outline)
    {
        this.tokens = tokens;
        this.gaps = gaps;
        this.outline = outline;
    }

    /// <summary>A bracket that is not closed yet.</summary>
    /// <param name="LineIndent">The indentation of the line that it stands on; of a body, that of its statement.</param>
    /// <param name="IsBroken">Whether what is inside begins on a line of its own.</param>
    /// <param name="IsBody">Whether it is a `{`.</param>
    private sealed record OpenBracket(int LineIndent, bool IsBroken, bool IsBody)
    {
        public int ContentIndent => LineIndent + FormattedLine.IndentWidth;
    }

    public static List<FormattedLine> Break(IReadOnlyList<SourceToken> tokens, IReadOnlyList<Gap> gaps, Outline outline)
    {
        var breaker = new LineBreaker(tokens, gaps, outline);
        for (int i = 0; i < tokens.Count; i++)
            breaker.Add(i);
        breaker.AddComments(gaps[tokens.Count], indent: 0, mayBeBlank: true);
        return breaker.lines;
    }

    private int StatementIndent => open.FirstOrDefault(bracket => bracket.IsBody)?.ContentIndent ?? 0;

    private void Add(int i)
    {
        SourceToken token = tokens[i];
        Gap gap = gaps[i];
        bool startsDeclaration = outline.StartsDeclaration(token.Span.Start);
        if (startsDeclaration && i > 0)
            declaration++;
        bool startsStatement = outline.StartsStatement(token.Span.Start);
        OpenBracket? closed = token.IsClosing ? open.Pop() : null;
        int indent = IndentOf(i, closed);
        int commentIndent = closed is { } bracket ? bracket.ContentIndent : indent;
        bool isBroken = line is null || gap.Comments.Count > 0 || BeginsLine(i, closed);
        // Blank lines neither begin nor end what is in brackets.
        bool mayBeBlank = !isFirstInside;
        bool mustBeBlank = startsDeclaration && i > 0 && NeedsBlankLine(i);
        int before = lines.Count;
        AddComments(gap, commentIndent, mayBeBlank);
        bool hasOwnComments = lines.Count > before;
        if (isBroken)
        {
            StartLine(indent);
            line!.HasBlankLineBefore = gap.HasBlankLine && closed is null && (mayBeBlank || hasOwnComments);
            if (startsStatement)
                statement = line;
            else if (statement is not null && token.Text != "}")
                statement.Row = RowKind.None;
        }
        if (startsStatement && isBroken)
            line!.Row = outline.RowAt(token.Span.Start);
        if (mustBeBlank && !lines.Skip(before).Any(l => l.HasBlankLineBefore))
            lines[before].HasBlankLineBefore = true;

        line!.Append(token.Text, withSpace: !isBroken && IsSpaced(i));
        if (token.Text == "=" && line.Row != RowKind.None && line.EqualsAt < 0)
            line.MarkEquals(gap);
        isFirstInside = token.IsOpening;
        if (token.IsOpening)
            open.Push(Opened(i));
    }

    private bool IsSpaced(int i) => Spacing.IsNeeded(i > 1 ? tokens[i - 2] : null, tokens[i - 1], tokens[i]);

    private OpenBracket Opened(int i)
    {
        if (tokens[i].Text == "{")
            return new OpenBracket(StatementIndent, IsBroken: !outline.IsFlat(tokens[i].Span.Start), IsBody: true);
        bool isEmpty = tokens[i + 1].IsClosing && gaps[i + 1].Comments.Count == 0;
        return new OpenBracket(line!.Indent, IsBroken: gaps[i + 1].HasLineEnd && !isEmpty, IsBody: false);
    }

    /// <summary>Whether a token begins a line though no comment stands before it.</summary>
    private bool BeginsLine(int i, OpenBracket? closed)
    {
        SourceToken token = tokens[i];
        SourceToken previous = tokens[i - 1];
        if (outline.StartsDeclaration(token.Span.Start))
            return true;
        if (token.Text == "}")
            return closed!.IsBroken && previous.Text != "{";
        if (outline.StartsStatement(token.Span.Start))
            return open.Peek().IsBroken;
        if (closed is not null)
            return closed.IsBroken;
        if (previous.Text is "(" or "[")
            return open.Peek().IsBroken;
        return gaps[i].HasLineEnd && !IsJoined(previous, token);
    }

    private static bool IsJoined(SourceToken previous, SourceToken token) =>
        token.Text is "{" or "else" or "->" or "," or ":" or "."
        || previous.Text == "."
        || previous.Form == TokenForm.Sign
        || (previous.Form == TokenForm.Word && (headWords.Contains(previous.Text) || joinedWords.Contains(previous.Text)))
        || Spacing.IsAttached(previous, token);

    private int IndentOf(int i, OpenBracket? closed)
    {
        SourceToken token = tokens[i];
        if (closed is not null)
            return closed.LineIndent;
        if (outline.StartsStatement(token.Span.Start) || outline.StartsDeclaration(token.Span.Start) || token.Text is "{" or "else")
            return StatementIndent;
        if (open.Count == 0 || open.Peek().IsBody)
            return StatementIndent + FormattedLine.IndentWidth;
        OpenBracket inside = open.Peek();
        bool beginsElement = tokens[i - 1].Text is "(" or "[" or ",";
        return inside.ContentIndent + (inside.IsBroken && !beginsElement ? FormattedLine.IndentWidth : 0);
    }

    /// <summary>Between declarations of the file stands a blank line, but not between imports or what takes a line each.</summary>
    private bool NeedsBlankLine(int i)
    {
        int previous = i - 1;
        while (!outline.StartsDeclaration(tokens[previous].Span.Start))
            previous--;
        bool areShort = outline.IsShortDeclaration(tokens[i].Span.Start) && outline.IsShortDeclaration(tokens[previous].Span.Start);
        return !areShort || tokens[i].Text != tokens[previous].Text;
    }

    private void AddComments(Gap gap, int indent, bool mayBeBlank)
    {
        foreach (Comment comment in gap.Comments)
        {
            if (comment.IsBehindCode && line is { Comment: null })
            {
                line.Comment = comment;
                continue;
            }
            StartLine(indent);
            line!.Comment = comment;
            line.HasBlankLineBefore = comment.HasBlankLine && mayBeBlank && lines.Count > 1;
            mayBeBlank = true;
        }
    }

    private void StartLine(int indent)
    {
        line = new FormattedLine(indent, declaration);
        lines.Add(line);
    }
}
