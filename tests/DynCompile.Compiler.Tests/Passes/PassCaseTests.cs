using DynCompile.Graph;
using DynCompile.Passes;

namespace DynCompile.Compiler.Tests.Passes;

/// <summary>
/// Each file in <c>cases</c> is a graph, what to run on it (<c>// run: fold-constants, eliminate-dead-code</c>) and, behind
/// <c>// ==></c>, the graph that comes out. <c>DYNCC_UPDATE_GOLDEN=1</c> writes what stands behind the arrow.
/// </summary>
public class PassCaseTests
{
    private const string Run = "// run: ";
    private const string Arrow = "// ==>";
    private static readonly string Folder = Repository.Cases("Passes");

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.dnnir").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_pass_makes_the_graph_behind_the_arrow(string name)
    {
        string file = Path.Combine(Folder, name + ".dnnir");
        string text = File.ReadAllText(file);
        string run = text.Split('\n').First(l => l.StartsWith(Run, StringComparison.Ordinal))[Run.Length..];
        string[] parts = text.Split(Arrow);
        Pass[] passes = [.. run.Split(',').Select(p => PassPipeline.Find(p.Trim()) ?? throw new ArgumentException($"no pass {p}"))];

        string after = GraphPrinter.Print(new PassPipeline(passes).Run(GraphParser.Parse(parts[0])).Graph);

        if (Environment.GetEnvironmentVariable("DYNCC_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, $"{parts[0]}{Arrow}\n{after}");
        else
            Assert.Equal(GraphPrinter.Print(GraphParser.Parse(parts[1])), after);
    }

    [Fact]
    public void Every_pass_has_a_case()
    {
        IEnumerable<string> covered = Directory.GetFiles(Folder).Select(File.ReadAllText);
        Assert.All(PassPipeline.All, pass => Assert.Contains(covered, text => text.Contains(pass.Name, StringComparison.Ordinal)));
    }
}
