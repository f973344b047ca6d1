using System.Globalization;
using System.Text;

namespace DynCompile.Diagnostics;

/// <summary>
/// A source line as a terminal shows it, so that what is underneath lines up: tabs become four spaces, control characters a dot,
/// wide characters take two columns, and of a very long line only the surroundings of the place are shown.
/// </summary>
internal sealed class SourceLine
{
    private const int TabWidth = 4;
    private const int Longest = 160;
    private const int ContextBefore = 60;

    private readonly int[] columns;
    private readonly int first;

    private SourceLine(string text, int[] columns, int first)
    {
        Text = text;
        this.columns = columns;
        this.first = first;
    }

    public string Text { get; }

    /// <summary>The columns that the shown text takes.</summary>
    public int Width => columns[columns.Length - 1];

    /// <param name="line">The whole line.</param>
    /// <param name="place">The unit that must be shown.</param>
    public static SourceLine Of(string line, int place)
    {
        int first = line.Length <= Longest ? 0 : Math.Max(0, Math.Min(place, line.Length) - ContextBefore);
        int end = Math.Min(line.Length, first + Longest);
        // Half a surrogate pair is not a character.
        if (first > 0 && char.IsLowSurrogate(line[first]))
            first--;

        var shown = new StringBuilder(first > 0 ? "…" : "");
        var columns = new int[end - first + 1];
        int column = shown.Length;
        for (int i = first; i < end; i++)
        {
            columns[i - first] = column;
            column += Append(shown, line, i);
        }
        columns[end - first] = column;
        if (end < line.Length)
            shown.Append('…');
        return new SourceLine(shown.ToString().TrimEnd(), columns, first);
    }

    /// <summary>Where a unit of the line is shown, from 0.</summary>
    public int ColumnOf(int unit) => columns[Math.Max(0, Math.Min(unit - first, columns.Length - 1))];

    /// <summary>Appends a unit and gives the columns it takes; the low half of a pair takes none.</summary>
    private static int Append(StringBuilder shown, string line, int i)
    {
        char c = line[i];
        if (c == '\t')
        {
            shown.Append(' ', TabWidth);
            return TabWidth;
        }
        bool isPair = char.IsHighSurrogate(c) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1]);
        bool isPairEnd = char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(line[i - 1]);
        bool isBroken = char.IsSurrogate(c) && !isPair && !isPairEnd;
        if (char.IsControl(c) || isBroken)
        {
            shown.Append('·');
            return 1;
        }
        shown.Append(c);
        if (isPairEnd)
            return 0;
        return isPair ? 2 : WidthOf(c);
    }

    private static int WidthOf(char c)
    {
        bool isWide =
            c
            is (>= '\u1100' and <= '\u115F')
                or (>= '\u2E80' and <= '\uA4CF')
                or (>= '\uAC00' and <= '\uD7A3')
                or (>= '\uF900' and <= '\uFAFF')
                or (>= '\uFF00' and <= '\uFF60');
        if (isWide)
            return 2;
        bool joins = CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;
        return joins ? 0 : 1;
    }
}
