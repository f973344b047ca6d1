using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Syntax.Formatting;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>
/// Each file of cases/formatting is a program, a line `// ==>`, and its formatted text. With the variable UPDATE_CASES set, the files are
/// rewritten. What must hold for any program is tested with all programs of the repository.
/// </summary>
public class FormatterTests
{
    private const string Arrow = "// ==>\n";

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(CaseFolder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    public static TheoryData<string> Programs =>
        [
            .. Repository.Files("examples", "*.dnn"),
            .. Repository.Files("tests/programs", "*.dnn"),
            .. Repository.Files("tests/DynCompile.Compiler.Tests", "*.dnn"),
            .. Repository.Files("tests/corpus/parser", "*.dnn").Where(file => IsValid(Repository.Read(file))),
            .. Repository.Files("tests/DynCompile.Compiler.Tests/Syntax/cases/formatting", "*.txt"),
            .. Repository.Files("tests/DynCompile.Compiler.Tests/Syntax/cases/trees", "*.txt"),
        ];

    private static string CaseFolder => Path.Combine(Repository.Cases("Syntax"), "formatting");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Program_is_formatted(string name)
    {
        string file = Path.Combine(CaseFolder, $"{name}.txt");
        string[] parts = File.ReadAllText(file).Split(Arrow);
        string actual = Format(parts[0]);
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") is not null)
            File.WriteAllText(file, parts[0] + Arrow + actual);
        else
            Assert.Equal(parts[1], actual);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Formatting_twice_is_formatting_once(string file)
    {
        string once = Format(ProgramOf(file));
        Assert.Equal(once, Format(once));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_tree_and_its_documentation_stay(string file)
    {
        string program = ProgramOf(file);
        Assert.Equal(TreeOf(program), TreeOf(Format(program)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_comment_stays_in_its_place_among_the_words(string file)
    {
        string program = ProgramOf(file);
        Assert.Equal(WordsOf(program), WordsOf(Format(program)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Lines_end_in_something_and_are_indented_by_four(string file)
    {
        string formatted = Format(ProgramOf(file));
        string[] lines = formatted.Split('\n');

        Assert.Equal("", lines[^1]);
        Assert.DoesNotContain("\n\n\n", formatted);
        Assert.All(lines[..^1], line => Assert.Equal(line.TrimEnd(), line));
        Assert.All(lines, line => Assert.Equal(0, (line.Length - line.TrimStart(' ').Length) % 4));
        Assert.DoesNotContain(lines, line => line.StartsWith('\t'));
    }

    public static TheoryData<string> Examples => [.. Repository.Files("examples", "*.dnn"), .. Repository.Files("tests/programs", "*.dnn")];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_repository_is_formatted(string file) => Assert.Equal(Repository.Read(file), Format(Repository.Read(file)));

    [Theory]
    [InlineData("model M(x: f32[4]) -> (y: f32[4]) { return (x }")]
    [InlineData("model M(x: f32[4]) -> (y: f32[4]) { return 1. }")]
    [InlineData("")]
    [InlineData("// only a comment")]
    public void A_text_with_syntax_errors_is_not_formatted_and_says_why(string text)
    {
        var diagnostics = new DiagnosticBag();
        Assert.Null(Formatter.Format(new SourceText("model.dnn", text), diagnostics));
        Assert.True(diagnostics.HasErrors);
    }

    [Fact]
    public void Names_that_nobody_declared_are_none_of_its_business() =>
        Assert.Equal(
            "model M(x: f32[4]) -> (y: f32[4]) { return nothing(x) }\n",
            Format("model M(x:f32[4])->(y:f32[4]){return nothing(x)}")
        );

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_ends_stay_what_they_are(string lineEnd)
    {
        string program = string.Join(lineEnd, "// c", "model M(x: f32[4]) -> (y: f32[4]) {", "  let a = x", "  return a // d", "}", "");
        string expected = string.Join(
            lineEnd,
            "// c",
            "model M(x: f32[4]) -> (y: f32[4]) {",
            "    let a = x",
            "    return a // d",
            "}",
            ""
        );
        Assert.Equal(expected, Format(program));
    }

    [Fact]
    public void Lines_that_end_in_a_carriage_return_alone_are_lines()
    {
        const string program = "model M(x: f32[4]) -> (y: f32[4]) {\r// c\rlet g = f\r(h, c) = step(h, c)\rreturn x }";
        const string expected = """
            model M(x: f32[4]) -> (y: f32[4]) {
                // c
                let g = f
                (h, c) = step(h, c)
                return x
            }

            """;
        Assert.Equal(expected, Format(program));
    }

    [Fact]
    public void A_byte_order_mark_stays_at_the_beginning_and_nowhere_else() =>
        Assert.Equal(
            "\uFEFFmodel M(x: f32[4]) -> (y: f32[4]) { return x }\n",
            Format("\uFEFFmodel M(x: f32[4]) -> \uFEFF(y: f32[4]) { return x }")
        );

    private static string ProgramOf(string file) => Repository.Read(file).Split(Arrow)[0];

    private static bool IsValid(string text) => Formatter.Format(new SourceText("model.dnn", text)) is not null;

    private static string Format(string text)
    {
        var diagnostics = new DiagnosticBag();
        string? formatted = Formatter.Format(new SourceText("model.dnn", text), diagnostics);
        Assert.True(formatted is not null, new DiagnosticRenderer().Render(diagnostics));
        return formatted;
    }

    private static string TreeOf(string text)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(new SourceText("model.dnn", text), diagnostics);
        Assert.Equal("", new DiagnosticRenderer().Render(diagnostics));
        return SyntaxPrinter.Print(unit);
    }

    /// <summary>All that is no space, a comment's own spaces among it; found without the parser, so that nothing can hide in it.</summary>
    private static string WordsOf(string text) =>
        string.Concat(
                text.Split('\n', '\r')
                    .Select(line => line.Trim(' ', '\t', '\uFEFF'))
                    .Select(line =>
                    {
                        int comment = line.IndexOf("//", StringComparison.Ordinal);
                        string code = comment < 0 ? line : line[..comment];
                        return code.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)
                            + (comment < 0 ? "" : $"<{line[comment..]}>");
                    })
            )
            .Replace("\uFEFF", "", StringComparison.Ordinal);
}
