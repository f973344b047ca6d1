using System.Text;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>
/// Prints diagnostics for people, always in this order:
/// <code>
/// error[DYN0012]: the message
///   file.dnn:15:10
/// 14 |     let e1 = a |> exit1
///    |              - a second place
/// 15 |     exit e1 when c
///    |          ^^ the place
/// why:  the rule
/// hint: what to write
/// more: dyncc explain DYN0012
/// </code>
/// </summary>
public sealed class DiagnosticRenderer(bool useColor = false)
{
    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Blue = "\u001b[34m";
    private const string Cyan = "\u001b[36m";

    /// <summary>All of a bag, in text order, with an empty line between two and a last line when some are left out.</summary>
    public string Render(DiagnosticBag diagnostics)
    {
        string text = string.Join("\n", diagnostics.Sorted().Select(Render));
        return diagnostics.Omitted == 0 ? text : $"{text}\nThese are the first {DiagnosticBag.Capacity}; there are more.\n";
    }

    public string Render(Diagnostic diagnostic)
    {
        Wording wording = Prose.Of(diagnostic);
        var page = new StringBuilder();
        string color = ColorOf(diagnostic.Severity);
        page.Append(Paint(Bold + color, $"{NameOf(diagnostic.Severity)}[{diagnostic.Id}]"))
            .Append(Paint(Bold, $": {wording.Message}"))
            .Append('\n');
        page.Append("  ").Append(diagnostic.Location).Append('\n');
        if (diagnostic.Location.Source.HasText)
            AppendExcerpts(page, diagnostic, wording, color);
        if (wording.Why is { } why)
            page.Append(Paint(Cyan, "why:")).Append("  ").Append(why).Append('\n');
        if (wording.Hint is { } hint)
            page.Append(Paint(Cyan, "hint:")).Append(' ').Append(hint).Append('\n');
        page.Append(Paint(Cyan, "more:")).Append(" dyncc explain ").Append(diagnostic.Id).Append('\n');
        return page.ToString();
    }

    private void AppendExcerpts(StringBuilder page, Diagnostic diagnostic, Wording wording, string color)
    {
        var marks = new List<Mark> { new(diagnostic.Location, wording.Label, '^', color) };
        marks.AddRange(wording.Notes.Select(note => new Mark(note.Location, note.Text, '-', Blue)));

        SourceText main = diagnostic.Location.Source;
        AppendExcerpt(page, [.. marks.Where(mark => mark.Source.Equals(main))]);
        foreach (IGrouping<SourceText, Mark> file in marks.Where(mark => !mark.Source.Equals(main)).GroupBy(mark => mark.Source))
        {
            page.Append("  ").Append(file.First().Location).Append('\n');
            if (file.Key.HasText)
                AppendExcerpt(page, [.. file]);
        }
    }

    /// <summary>The lines with marks, in text order, each followed by its marks; `...` stands for lines between.</summary>
    private void AppendExcerpt(StringBuilder page, Mark[] marks)
    {
        int width = marks.Max(mark => mark.Start.Line).ToString().Length;
        string empty = Paint(Blue, $"{new string(' ', width)} |");
        int previous = 0;
        foreach (IGrouping<int, Mark> line in marks.GroupBy(mark => mark.Start.Line).OrderBy(line => line.Key))
        {
            if (previous > 0 && line.Key > previous + 1)
                page.Append(Paint(Blue, "...")).Append('\n');
            previous = line.Key;

            SourceText source = line.First().Source;
            var shown = SourceLine.Of(source.LineAt(line.Key), line.First().Start.Column - 1);
            page.Append(Paint(Blue, $"{line.Key.ToString().PadLeft(width)} |"))
                .Append(shown.Text.Length == 0 ? "" : " ")
                .Append(shown.Text)
                .Append('\n');
            foreach (Mark mark in line.OrderBy(mark => mark.Start.Column))
                page.Append(empty).Append(' ').Append(Underline(mark, shown)).Append('\n');
        }
    }

    private string Underline(Mark mark, SourceLine line)
    {
        int from = line.ColumnOf(mark.Start.Column - 1);
        bool endsOnThisLine = mark.End.Line == mark.Start.Line;
        int to = endsOnThisLine ? line.ColumnOf(mark.End.Column - 1) : line.Width;
        string underline = new(mark.Symbol, Math.Max(1, to - from));
        string label = mark.Label is null ? "" : $" {mark.Label}";
        return new string(' ', from) + Paint(mark.Color, underline + label);
    }

    private string Paint(string color, string text) => useColor ? color + text + Reset : text;

    private static string NameOf(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };

    private static string ColorOf(Severity severity) =>
        severity switch
        {
            Severity.Error => Red,
            Severity.Warning => Yellow,
            _ => Cyan,
        };

    private sealed record Mark(Location Location, string? Label, char Symbol, string Color)
    {
        public SourceText Source => Location.Source;

        public LinePosition Start { get; } = Location.Start;

        public LinePosition End { get; } = Location.End;
    }
}
