using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Syntax.Formatting;
using DynCompile.Text;

namespace DynCompile.TextFuzz;

/// <summary>The compiler as far as the graph: any text gives a graph or errors inside the text.</summary>
internal static class ParserTarget
{
    // What a program costs is the business of its text, not of a number in it, except for arrays of up to 65,536 layers and as many
    // values of an elastic size. Seeds take up to 3 KiB for a byte of theirs.
    private const long BytesForAny = 96 << 20;
    private const long BytesForEach = 16 << 10;

    public static Target Create() => new("parser", Run, Seeds, length => BytesForAny + BytesForEach * length);

    private static bool Run(byte[] bytes)
    {
        var source = new SourceText("model.dnn", HostileText.Decode(bytes));
        CheckTree(source);
        return CheckGraph(source);
    }

    private static void CheckTree(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(source, diagnostics);
        _ = SyntaxPrinter.Print(unit, withPlaces: true);
        if (!diagnostics.HasErrors)
            CheckFormatting(source, unit);
    }

    private static void CheckFormatting(SourceText source, CompilationUnit unit)
    {
        string formatted = Formatter.Format(source) ?? throw new BrokenRuleException("a text without errors is not formatted");
        var result = new SourceText("model.dnn", formatted);
        var diagnostics = new DiagnosticBag();
        CompilationUnit again = Parser.Parse(result, diagnostics);
        if (diagnostics.HasErrors || SyntaxPrinter.Print(again) != SyntaxPrinter.Print(unit))
            throw new BrokenRuleException($"formatting changes the tree:\n{formatted}");
        if (!Comments(formatted).SequenceEqual(Comments(source.Text)))
            throw new BrokenRuleException($"formatting loses a comment:\n{formatted}");
        if (Formatter.Format(result) is var twice && twice != formatted)
            throw new BrokenRuleException($"formatting twice is not formatting once:\n{formatted}\n==>\n{twice}");
    }

    /// <summary>The comments of a program without errors, in order.</summary>
    private static IEnumerable<string> Comments(string text) =>
        text.Split('\n', '\r')
            .Select(line => (Line: line, Start: StartOfComment(line)))
            .Where(found => found.Start >= 0)
            .Select(found => found.Line[found.Start..].TrimEnd(' ', '\t'));

    private static int StartOfComment(string line)
    {
        bool isInQuotes = false;
        for (int i = 0; i + 1 < line.Length; i++)
        {
            if (line[i] == '"')
                isInQuotes = !isInQuotes;
            else if (!isInQuotes && line[i] == '/' && line[i + 1] == '/')
                return i;
        }
        return -1;
    }

    private static bool CheckGraph(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        ModelGraph? graph = Compilation.Check(source, diagnostics);
        if (graph is null && !diagnostics.HasErrors)
            throw new BrokenRuleException("neither a graph nor an error");
        foreach (Diagnostic diagnostic in diagnostics.Sorted())
        {
            if (diagnostic.Location.Span.Start < 0 || diagnostic.Location.Span.End > source.Text.Length)
                throw new BrokenRuleException($"{diagnostic.Id} lies outside the text, at {diagnostic.Location.Span}");
        }
        _ = new DiagnosticRenderer().Render(diagnostics);
        if (graph is null)
            return diagnostics.Sorted().Any(d => d is ModelTooLarge);
        string printed = GraphPrinter.Print(graph);
        if (GraphPrinter.Print(GraphParser.Parse(printed)) != printed)
            throw new BrokenRuleException("the graph's text form reads back as another graph");
        return false;
    }

    private static IEnumerable<byte[]> Seeds()
    {
        string[] folders = ["examples", "tests/programs", "tests/DynCompile.Compiler.Tests", "tests/corpus/parser"];
        foreach (string folder in folders)
        {
            // What grows twofold with each line lies just below the limit after a few mutations, and then says nothing.
            foreach (string file in Repository.Files(folder, ".dnn").Where(f => !f.EndsWith("_that_double.dnn", StringComparison.Ordinal)))
                yield return File.ReadAllBytes(file);
        }
        foreach (string page in Repository.Files("compiler/errors", ".md"))
        {
            foreach (string program in File.ReadAllText(page).Split("```").Where((_, i) => i % 2 == 1))
                yield return System.Text.Encoding.UTF8.GetBytes(program[(program.IndexOf('\n') + 1)..]);
        }
        foreach (string file in Repository.Files("tests/DynCompile.Compiler.Tests/Syntax/cases", ".txt"))
            yield return System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(file).Split("// ==>\n")[0]);
    }
}
