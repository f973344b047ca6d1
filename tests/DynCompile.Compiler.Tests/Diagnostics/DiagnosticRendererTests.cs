using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Diagnostics;

public class DiagnosticRendererTests
{
    [Fact]
    public void A_second_place_stands_above_in_text_order()
    {
        var source = new SourceText(
            "lenet.dnn",
            Lines("model A(x: f32) -> (y: f32) { return x }", "", "", "model B(x: f32) -> (y: f32) { return x }")
        );
        string page = new DiagnosticRenderer().Render(new SecondModel(source.At(source.StartOfLine(4) + 6, 1), source.At(6, 1)));

        Assert.Equal(
            """
            error[DYN0030]: a file has one model, and this is a second one
              lenet.dnn:4:7
            1 | model A(x: f32) -> (y: f32) { return x }
              |       - the first
            ...
            4 | model B(x: f32) -> (y: f32) { return x }
              |       ^
            hint: make it a `block`, or move it to a file of its own.
            more: dyncc explain DYN0030

            """,
            page
        );
    }

    [Fact]
    public void Line_numbers_line_up()
    {
        var source = new SourceText("a.dnn", Lines([.. Enumerable.Repeat("x", 8), "f(", "g"]));
        string page = new DiagnosticRenderer().Render(
            new UnclosedBracket(source.At(source.StartOfLine(10), 1), source.At(source.StartOfLine(9) + 1, 1), ")", "g")
        );

        Assert.Contains(" 9 | f(\n   |  - opened here\n10 | g\n   | ^\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_line_up_behind_tabs_and_wide_characters()
    {
        var source = new SourceText("a.dnn", "\t\"日本😀\" break");
        string page = new DiagnosticRenderer().Render(new JumpOutsideLoop(source.At(8, 5), "break"));

        Assert.Contains("1 |     \"日本😀\" break\n  |              ^^^^^\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_line_the_surroundings_are_shown()
    {
        var source = new SourceText("a.dnn", new string('a', 5000) + " break " + new string('b', 5000));
        string[] lines = new DiagnosticRenderer().Render(new JumpOutsideLoop(source.At(5001, 5), "break")).Split('\n');

        Assert.Equal("  a.dnn:1:5002", lines[1]);
        Assert.StartsWith("1 | …aaa", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("bbb…", lines[2], StringComparison.Ordinal);
        Assert.InRange(lines[2].Length, 0, 180);
        Assert.Equal(lines[2].IndexOf("break", StringComparison.Ordinal), lines[3].IndexOf('^'));
    }

    [Fact]
    public void A_place_of_several_lines_is_marked_to_the_end_of_its_first()
    {
        var source = new SourceText("a.dnn", "let a = (1,\n  2)\n");
        string page = new DiagnosticRenderer().Render(new TupleAsValue(source.At(8, 8), 2));

        Assert.Contains("1 | let a = (1,\n  |         ^^^\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_about_a_file_shows_no_lines()
    {
        string page = new DiagnosticRenderer().Render(new FileIsEmpty(Location.OfFile("w.safetensors")));

        Assert.StartsWith("error[DYN0001]: this file declares nothing\n  w.safetensors\nwhy:  ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_in_another_file_has_its_own_heading()
    {
        var main = new SourceText("a.dnn", "f(a: 1, a: 2)");
        var other = new SourceText("b.dnn", "a: 1");
        string page = new DiagnosticRenderer().Render(new ArgumentGivenTwice(main.At(8, 1), "a", other.At(0, 1)));

        Assert.Contains("1 | f(a: 1, a: 2)\n  |         ^\n  b.dnn:1:1\n1 | a: 1\n  | - first here\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_changes_nothing_but_colour()
    {
        var source = new SourceText("a.dnn", "break");
        var error = new JumpOutsideLoop(source.At(0, 5), "break");
        string coloured = new DiagnosticRenderer(useColor: true).Render(error);

        Assert.Contains("\u001b[31m^^^^^\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(new DiagnosticRenderer().Render(error), System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[\\d+m", ""));
    }

    private static string Lines(params string[] lines) => string.Join('\n', lines);
}
