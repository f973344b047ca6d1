using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

public class ReferenceProgramTests
{
    public static TheoryData<string> Programs =>
        [.. Directory.GetFiles(Repository.ReferencePrograms, "*.dnn").Select(file => Path.GetFileName(file)).Order()];

    [Fact]
    public void There_are_sixteen() => Assert.Equal(16, Programs.Count);

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_parses(string name)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(Read(name), diagnostics);

        Assert.Equal("", new DiagnosticRenderer().Render(diagnostics));
        Assert.NotNull(unit.Model);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_node_lies_inside_its_parent(string name)
    {
        CompilationUnit unit = Parser.Parse(Read(name), new DiagnosticBag());
        CheckPlaces(unit);
    }

    [Fact]
    public void Same_text_gives_an_equal_tree() =>
        Assert.Equal(Parser.Parse(Read("act_rnn.dnn"), new DiagnosticBag()), Parser.Parse(Read("act_rnn.dnn"), new DiagnosticBag()));

    private static void CheckPlaces(SyntaxNode node)
    {
        foreach (SyntaxNode child in SyntaxTree.Children(node))
        {
            Assert.InRange(child.Location.Span.Start, node.Location.Span.Start, node.Location.Span.End);
            Assert.InRange(child.Location.Span.End, node.Location.Span.Start, node.Location.Span.End);
            CheckPlaces(child);
        }
    }

    private static SourceText Read(string name) => new(name, File.ReadAllText(Path.Combine(Repository.ReferencePrograms, name)));
}
