namespace DynCompile.Syntax.Formatting;

/// <summary>Puts the `=` of neighbouring rows, and the comments behind code, below each other.</summary>
internal static class Columns
{
    public static void Align(List<FormattedLine> lines)
    {
        AlignEquals(lines);
        foreach (FormattedLine line in lines.Where(l => l.HasCode))
            line.CommentColumn = line.End + 1;
        foreach (var column in InColumns(lines).GroupBy(l => (l.Declaration, l.Comment!.Column)))
            AlignComments([.. column], column.Key.Column);
    }

    /// <summary>
    /// The lines whose comments stand in a column: away from their code, or next to one in the same column that is. Others follow their
    /// code closely.
    /// </summary>
    private static IEnumerable<FormattedLine> InColumns(List<FormattedLine> lines)
    {
        int start = 0;
        while (start < lines.Count)
        {
            int end = start + 1;
            while (end < lines.Count && ColumnOf(lines[end]) is { } column && column == ColumnOf(lines[start]))
                end++;
            List<FormattedLine> neighbours = lines.GetRange(start, end - start);
            if (neighbours.Any(l => ColumnOf(l) is not null && l.Comment!.Width > 1))
            {
                foreach (FormattedLine line in neighbours)
                    yield return line;
            }
            start = end;
        }
    }

    private static int? ColumnOf(FormattedLine line) => line.HasCode ? line.Comment?.Column : null;

    private static void AlignEquals(List<FormattedLine> lines)
    {
        int start = 0;
        while (start < lines.Count)
        {
            int end = start + 1;
            while (end < lines.Count && AreNeighbours(lines[end - 1], lines[end]))
                end++;
            List<FormattedLine> rows = lines.GetRange(start, end - start);
            // A column that the author began goes on; layers are a table anyway.
            if (rows[0].Row == RowKind.Layer || rows.Any(r => r.IsPadded))
            {
                int column = rows.Max(r => r.EqualsAt);
                foreach (FormattedLine padded in rows.Where(r => r.Row != RowKind.None))
                    padded.PadEquals(column);
            }
            start = end;
        }
    }

    private static bool AreNeighbours(FormattedLine above, FormattedLine below) =>
        above.Row != RowKind.None && above.Row == below.Row && above.Indent == below.Indent && !below.HasBlankLineBefore;

    /// <summary>Comments of one column stay in one, further right where the code has grown.</summary>
    private static void AlignComments(List<FormattedLine> lines, int column)
    {
        int nearest = lines.Max(l => l.End) + 1;
        foreach (FormattedLine line in lines)
            line.CommentColumn = column >= nearest ? column : nearest + 1;
    }
}
