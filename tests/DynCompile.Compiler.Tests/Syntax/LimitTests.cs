using System.Diagnostics;
using System.Text;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>No text, however deep, long or broken, costs more than a diagnostic.</summary>
public class LimitTests
{
    private const int TooMany = 20_000;
    private const int SmallStack = 512 * 1024;

    public static TheoryData<string, string> DeepPrograms =>
        new()
        {
            { "parentheses", Returning(Repeat("(", TooMany) + "x" + Repeat(")", TooMany)) },
            { "open parentheses", Returning(Repeat("(", TooMany)) },
            { "lists", Returning(Repeat("[", TooMany)) },
            { "calls", Returning(Repeat("f(", TooMany)) },
            { "minus", Returning(Repeat("-", TooMany) + "x") },
            { "not", Returning(Repeat("not ", TooMany) + "x") },
            { "not between sums", Returning("x" + Repeat(" + not x", TooMany)) },
            { "minus and parentheses", Returning(Repeat("-(", TooMany)) },
            { "a sum", Returning("x" + Repeat(" + x", TooMany)) },
            { "a pipe", Returning("x" + Repeat(" |> relu", TooMany)) },
            { "elements", Returning("x" + Repeat("[0]", TooMany)) },
            { "members", Returning("x" + Repeat(".y", TooMany)) },
            { "bodies", Model(Repeat("if x {", TooMany) + Repeat("}", TooMany)) },
            { "else if", Model("if x { }" + Repeat(" else if x { }", TooMany)) },
        };

    [Theory]
    [MemberData(nameof(DeepPrograms))]
    public void Nesting_beyond_the_limit_is_one_error(string what, string program)
    {
        Diagnostic error = Assert.Single(Parse(program).Diagnostics);
        Assert.True(error is NestingTooDeep, what);
    }

    public static TheoryData<string, string> ProgramsAtTheLimit =>
        new()
        {
            // The body is a level, too.
            { "parentheses", Returning(Repeat("(", 255) + "x" + Repeat(")", 255)) },
            { "calls", Returning(Repeat("f(", 254) + "x" + Repeat(")", 254)) },
            { "every operator", Returning(Repeat("(not a or b and c == d + e * ", 50) + "x" + Repeat(")", 50)) },
            { "a sum", Returning("x" + Repeat(" + x", 253)) },
            { "else if", Model("if x { }" + Repeat(" else if x { }", 253) + " return x") },
        };

    [Theory]
    [MemberData(nameof(ProgramsAtTheLimit))]
    public void Nesting_up_to_the_limit_fits_a_small_stack(string what, string program)
    {
        IReadOnlyList<Diagnostic>? diagnostics = null;
        var thread = new Thread(() => diagnostics = Parse(program).Diagnostics, SmallStack);
        thread.Start();
        thread.Join();

        Assert.True(diagnostics is { Count: 0 }, what);
    }

    [Fact]
    public void A_megabyte_parses_in_seconds()
    {
        var body = new StringBuilder();
        for (int i = 0; body.Length < 1_000_000; i++)
            body.Append(
                $"    let v{i} = relu((x |> conv{i}) + w[{i}, 2..3] * (a - {i}.5)) // c\n    if v{i} > 3 {{ exit (y, v{i}) when max(y) >= tau[0] }}\n"
            );

        var time = Stopwatch.StartNew();
        var (unit, diagnostics) = Parse(Model(body.ToString()));

        Assert.Empty(diagnostics);
        Assert.True(unit.Model!.Body.Statements.Length > 10_000);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    public static TheoryData<string> BrokenMegabytes =>
        [
            Repeat("}", 1_000_000),
            Repeat("@", 1_000_000),
            Repeat("let = ", 200_000),
            Model(Repeat("let = 3\n", 150_000)),
            Returning(Repeat("1", 1_000_000)),
            Returning(Repeat("a ", 500_000)),
            Repeat("model ", 200_000),
            "\"" + Repeat("a", 1_000_000),
            Repeat("\u00e4", 1_000_000),
        ];

    [Theory]
    [MemberData(nameof(BrokenMegabytes), DisableDiscoveryEnumeration = true)]
    public void A_broken_megabyte_ends_in_errors_soon(string program)
    {
        var time = Stopwatch.StartNew();
        var (_, diagnostics) = Parse(program);

        Assert.InRange(diagnostics.Count, 1, DiagnosticBag.Capacity);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t")]
    [InlineData("// only a comment")]
    [InlineData("/// only documentation\n")]
    public void A_file_without_declarations_is_an_error(string text) => Assert.IsType<FileIsEmpty>(Assert.Single(Parse(text).Diagnostics));

    [Fact]
    public void A_binary_file_is_an_error() => Assert.IsType<FileIsNotText>(Assert.Single(Parse("PK\u0003\u0004\0\0model").Diagnostics));

    [Fact]
    public void A_huge_file_is_an_error() =>
        Assert.IsType<FileIsTooLarge>(Assert.Single(Parse(Repeat(" ", Parser.LongestFile + 1)).Diagnostics));

    private static (CompilationUnit Unit, IReadOnlyList<Diagnostic> Diagnostics) Parse(string program)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(new SourceText("model.dnn", program), diagnostics);
        return (unit, diagnostics.Sorted());
    }

    private static string Returning(string expression) => Model($"return {expression}");

    private static string Model(string body) => $"model M(x: f32[4]) -> (y: f32[4]) {{\n{body}\n}}\n";

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
