using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Syntax.Formatting;

/// <summary>
/// The one form of a program's text: its tokens, comments and line breaks as the author has them, with indentation, spaces, blank lines
/// and columns as in the examples.
/// <list type="bullet">
/// <item>Nothing is lost or changes places, so the tree stays the same; a formatted text stays as it is.</item>
/// <item>Every statement has a line of its own, except the only one of a body that stands on one line.</item>
/// <item>The `=` of neighbouring layers stand below each other, and those of other neighbours when the author began to do so.</item>
/// <item>Comments behind code keep their columns as long as the code lets them.</item>
/// <item>Lines are neither joined, but for brackets and commas in odd places, nor broken by their length.</item>
/// </list>
/// </summary>
public static class Formatter
{
    /// <summary>The formatted text; null when the text has syntax errors.</summary>
    public static string? Format(SourceText source) => Format(source, new DiagnosticBag());

    /// <summary>The formatted text; null when the text has syntax errors, which are in <paramref name="diagnostics"/>.</summary>
    public static string? Format(SourceText source, DiagnosticBag diagnostics)
    {
        CompilationUnit unit = Parser.Parse(source, diagnostics);
        if (diagnostics.HasErrors)
            return null;

        IReadOnlyList<SourceToken> tokens = Parser.TokensOf(source);
        List<FormattedLine> lines = LineBreaker.Break(tokens, Gap.Between(source, tokens), Outline.Of(unit));
        Columns.Align(lines);
        return Write(source.Text, lines);
    }

    private static string Write(string original, List<FormattedLine> lines)
    {
        string lineEnd = EndsLinesWithReturn(original) ? "\r\n" : "\n";
        var text = new System.Text.StringBuilder();
        if (original[0] == ByteOrderMark)
            text.Append(ByteOrderMark);
        foreach (FormattedLine line in lines)
            line.Write(text, lineEnd);
        return text.ToString();
    }

    private const char ByteOrderMark = '\uFEFF';

    private static bool EndsLinesWithReturn(string text)
    {
        int first = text.IndexOf('\n');
        return first > 0 && text[first - 1] == '\r';
    }
}
