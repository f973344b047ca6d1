using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Properties;

/// <summary>What is printed parses back: programs to their trees, graphs to themselves.</summary>
internal static class Printing
{
    public const string OfPrograms = "the printed program parses back to the same tree";
    public const string OfGraphs = "the printed graph parses back to the same graph";

    /// <summary>Where the text of a program does not say its tree; null when it does.</summary>
    public static string? CheckProgram(FuzzedProgram program)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit parsed = Parser.Parse(new SourceText("program.dnn", program.Text), diagnostics);
        if (diagnostics.HasErrors)
            return new DiagnosticRenderer().Render(diagnostics);
        return FirstDifference(SyntaxPrinter.Print(program.Unit), SyntaxPrinter.Print(parsed));
    }

    public static string? CheckGraph(string pass, ModelGraph graph)
    {
        string text = GraphPrinter.Print(graph);
        ModelGraph parsed = GraphParser.Parse(text);
        if (parsed == graph)
            return null;
        return $"after {pass}: {FirstDifference(text, GraphPrinter.Print(parsed)) ?? "the text is the same, the graphs are not equal"}";
    }

    private static string? FirstDifference(string expected, string actual)
    {
        string[] own = expected.Split('\n');
        string[] other = actual.Split('\n');
        int line = own.Zip(other).TakeWhile(l => l.First == l.Second).Count();
        return expected == actual
            ? null
            : $"line {line + 1} is\n{other.ElementAtOrDefault(line)}\nexpected\n{own.ElementAtOrDefault(line)}";
    }
}
