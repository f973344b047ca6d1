using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>
/// Text in, text out: each file of cases/ is a program, a line `// ==>`, and what it must become: its tree, or what is wrong with it. With
/// the variable UPDATE_CASES set, the files are rewritten; the difference is then to be read.
/// </summary>
public class SyntaxCaseTests
{
    private const string Arrow = "// ==>\n";

    public static TheoryData<string> Trees => CasesIn("trees");

    public static TheoryData<string> Errors => CasesIn("errors");

    [Theory]
    [MemberData(nameof(Trees))]
    public void Program_becomes_the_tree(string name)
    {
        Check(
            Path.Combine("trees", name),
            (unit, diagnostics) =>
            {
                Assert.Equal("", new DiagnosticRenderer().Render(diagnostics));
                return SyntaxPrinter.Print(unit);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Program_is_wrong_in_these_ways(string name) =>
        Check(Path.Combine("errors", name), (_, diagnostics) => new DiagnosticRenderer().Render(diagnostics));

    private static void Check(string name, Func<CompilationUnit, DiagnosticBag, string> show)
    {
        string file = Path.Combine(Repository.Cases("Syntax"), $"{name}.txt");
        string[] parts = File.ReadAllText(file).Split(Arrow);
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(new SourceText("model.dnn", parts[0]), diagnostics);
        string actual = show(unit, diagnostics);
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") is not null)
            File.WriteAllText(file, parts[0] + Arrow + actual);
        else
            Assert.Equal(parts[1], actual);
    }

    private static TheoryData<string> CasesIn(string folder) =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Cases("Syntax"), folder), "*.txt")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(),
        ];
}
