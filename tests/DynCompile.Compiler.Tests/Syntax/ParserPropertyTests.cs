using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>What holds for every text.</summary>
public class ParserPropertyTests
{
    private static readonly string[] jargon =
    [
        "mismatched",
        "viable",
        "extraneous",
        "recognition",
        "NAME",
        "ELEMENT_TYPE",
        "EOF",
        "CALL",
        "INDEX",
    ];

    private static readonly string[] pieces =
    [
        "model",
        "block",
        "fn",
        "import",
        "layer",
        "param",
        "state",
        "elastic",
        "let",
        "var",
        "if",
        "else",
        "for",
        "in",
        "while",
        "limit",
        "exit",
        "when",
        "return",
        "break",
        "continue",
        "with",
        "from",
        "and",
        "or",
        "not",
        "true",
        "by",
        "f32",
        "int",
        "x",
        "y",
        "relu",
        "@layer",
        "1",
        "2.5",
        "3x",
        "\"a\"",
        "\"",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "+",
        "-",
        "*",
        "/",
        "<",
        "<=",
        "==",
        "=",
        "+=",
        "->",
        "|>",
        "..",
        "..=",
        ",",
        ":",
        ".",
        ";",
        "&&",
        "\n",
        "// c\n",
        "/// d\n",
        "model M(x: f32[4]) -> (y: f32) {",
        "return x }",
    ];

    [Property(MaxTest = 1000, Replay = "(7,1)")]
    public FsCheck.Property Any_tokens_give_a_tree_or_errors_inside_the_text() =>
        Prop.ForAll(
            Gen.Elements(pieces).ListOf().Select(tokens => string.Join(" ", tokens)).ToArbitrary(),
            text =>
            {
                var source = new SourceText("model.dnn", text);
                var diagnostics = new DiagnosticBag();
                Parser.Parse(source, diagnostics);

                string page = new DiagnosticRenderer().Render(diagnostics);
                Assert.All(diagnostics.Sorted(), error => Assert.InRange(error.Location.Span.End, error.Location.Span.Start, text.Length));
                Assert.DoesNotContain(jargon, word => page.Contains(word, StringComparison.Ordinal));
            }
        );

    [Property(MaxTest = 300, Replay = "(7,1)")]
    public FsCheck.Property A_program_without_one_of_its_characters_never_breaks_the_parser()
    {
        string[] programs = [.. Directory.GetFiles(Repository.ReferencePrograms, "*.dnn").Order().Select(File.ReadAllText)];
        var damaged =
            from program in Gen.Elements(programs)
            from position in Gen.Choose(0, program.Length - 1)
            select program.Remove(position, 1);
        return Prop.ForAll(
            damaged.ToArbitrary(),
            text =>
            {
                var diagnostics = new DiagnosticBag();
                CompilationUnit unit = Parser.Parse(new SourceText("model.dnn", text), diagnostics);
                Assert.True(diagnostics.HasErrors || SyntaxPrinter.Print(unit).Length > 0);
                // One lost character is one mistake; a lost bracket may show in a few places.
                Assert.InRange(diagnostics.Count, 0, 6);
            }
        );
    }
}
