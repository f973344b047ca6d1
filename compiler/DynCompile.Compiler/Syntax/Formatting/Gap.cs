using DynCompile.Text;

namespace DynCompile.Syntax.Formatting;

/// <summary>What stands between two tokens: comments and line ends.</summary>
/// <param name="LineEnds">Behind the last comment, or in all when there is none.</param>
/// <param name="Width">Columns on the line, when there is neither a comment nor a line end.</param>
internal sealed record Gap(IReadOnlyList<Comment> Comments, int LineEnds, int Width)
{
    public bool HasLineEnd => LineEnds > 0 || Comments.Count > 0;

    public bool HasBlankLine => LineEnds > 1;

    /// <summary>The gap before each token, and the one behind the last.</summary>
    public static IReadOnlyList<Gap> Between(SourceText source, IReadOnlyList<SourceToken> tokens)
    {
        var gaps = new List<Gap>();
        int start = 0;
        foreach (SourceToken token in tokens)
        {
            gaps.Add(Read(source, start, token.Span.Start));
            start = token.Span.End;
        }
        gaps.Add(Read(source, start, source.Text.Length));
        return gaps;
    }

    private static Gap Read(SourceText source, int start, int end)
    {
        string text = source.Text;
        var comments = new List<Comment>();
        // A file begins a line.
        int lineEnds = start == 0 ? 1 : 0;
        int blanks = 0;
        for (int i = start; i < end; i++)
        {
            switch (text[i])
            {
                case '\n':
                case '\r' when i + 1 == end || text[i + 1] != '\n':
                    lineEnds++;
                    break;
                case '/':
                    int close = EndOfLine(text, i, end);
                    string written = text.Substring(i, close - i).TrimEnd(' ', '\t');
                    comments.Add(new Comment(written, lineEnds, blanks, ColumnOf(source, i)));
                    lineEnds = 0;
                    i = close - 1;
                    break;
                default:
                    blanks++;
                    break;
            }
        }
        return new Gap(comments, lineEnds, blanks);
    }

    private static int EndOfLine(string text, int start, int end)
    {
        int found = text.IndexOfAny(['\r', '\n'], start, end - start);
        return found < 0 ? end : found;
    }

    /// <summary>From 0, with tabs to the next multiple of the indentation.</summary>
    private static int ColumnOf(SourceText source, int offset)
    {
        int column = 0;
        for (int i = source.StartOfLine(source.PositionAt(offset).Line); i < offset; i++)
            column += source.Text[i] == '\t' ? FormattedLine.IndentWidth - column % FormattedLine.IndentWidth : 1;
        return column;
    }
}

/// <summary>A comment or a line of documentation, with its slashes.</summary>
/// <param name="LineEnds">Before it, behind the token or comment before it; none for a comment behind code.</param>
/// <param name="Width">Columns between code and comment.</param>
/// <param name="Column">Where it begins, from 0.</param>
internal sealed record Comment(string Text, int LineEnds, int Width, int Column)
{
    public bool IsBehindCode => LineEnds == 0;

    public bool HasBlankLine => LineEnds > 1;
}
