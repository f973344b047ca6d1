using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

/// <summary>The hostile programs of tests/corpus: whatever the bytes, there is a graph or there are errors inside the text, soon.</summary>
public class CorpusTests
{
    private static readonly TimeSpan soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Files => [.. Repository.Files("tests/corpus/parser", "*.dnn")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_hostile_text_gives_a_graph_or_errors_inside_the_text(string file)
    {
        var source = new SourceText(Path.GetFileName(file), Decode(File.ReadAllBytes(Path.Combine(Repository.Root, file))));
        var diagnostics = new DiagnosticBag();
        var time = Stopwatch.StartNew();

        ModelGraph? graph = Compilation.Check(source, diagnostics);

        Assert.InRange(time.Elapsed, TimeSpan.Zero, soon);
        Assert.NotEqual(graph is null, !diagnostics.HasErrors);
        Assert.All(diagnostics.Sorted(), d => Assert.InRange(d.Location.Span.End, d.Location.Span.Start, source.Text.Length));
        Assert.DoesNotContain('\u001b', new DiagnosticRenderer().Render(diagnostics));
        if (graph is not null)
            Assert.Equal(graph, GraphParser.Parse(GraphPrinter.Print(graph)));
    }

    /// <summary>UTF-8 as a file's, or raw UTF-16 with its lone surrogates.</summary>
    private static string Decode(byte[] bytes) =>
        bytes is [0xFF, 0xFE, ..] ? new string(MemoryMarshal.Cast<byte, char>(bytes.AsSpan(2))) : Encoding.UTF8.GetString(bytes);
}
