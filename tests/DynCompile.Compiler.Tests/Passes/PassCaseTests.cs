using DynCompile.Graph;
using DynCompile.Passes;

namespace DynCompile.Compiler.Tests.Passes;

/// <summary>
/// Each file in <c>cases</c> is a graph, what to run on it (<c>// run: fold-constants, eliminate-dead-code</c>) and, behind
/// <c>// ==></c>, the graph that comes out.
/// </summary>
public class PassCaseTests
{
    private const string Run = "// run: ";
    private const string Arrow = "// ==>";

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.dnnir").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Passes", "cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_pass_makes_the_graph_behind_the_arrow(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder, name + ".dnnir"));
        string run = text.Split('\n').First(l => l.StartsWith(Run, StringComparison.Ordinal))[Run.Length..];
        string[] parts = text.Split(Arrow);
        Pass[] passes = [.. run.Split(',').Select(p => PassPipeline.Find(p.Trim()) ?? throw new ArgumentException($"no pass {p}"))];

        ModelGraph after = new PassPipeline(passes).Run(GraphParser.Parse(parts[0])).Graph;

        Assert.Equal(GraphPrinter.Print(GraphParser.Parse(parts[1])), GraphPrinter.Print(after));
    }

    [Fact]
    public void Every_pass_has_a_case()
    {
        IEnumerable<string> covered = Directory.GetFiles(Folder).Select(File.ReadAllText);
        Assert.All(PassPipeline.All, pass => Assert.Contains(covered, text => text.Contains(pass.Name, StringComparison.Ordinal)));
    }
}
