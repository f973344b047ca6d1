using DynCompile.Compiler.Tests.Imports;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Stages;

/// <summary>
/// What each stage makes of small programs: <c>cases/NAME.dnn</c> beside <c>NAME.bound.txt</c> (the graph), <c>NAME.regions.txt</c> (blocks
/// and host steps after all passes), <c>NAME.plan.txt</c> (places in memory) and <c>NAME.cs.txt</c> (the class). Imported files are in <c>cases/parts</c>. With
/// <c>DYNCC_UPDATE_GOLDEN=1</c> the expected files are written instead.
/// </summary>
public class StageTests
{
    private static readonly string Folder = Repository.Cases("Stages");

    public static TheoryData<string> Programs =>
        [.. Directory.GetFiles(Folder, "*.dnn").Select(p => Path.GetFileNameWithoutExtension(p)).Order()];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Binding_makes_the_expected_graph(string program) => Expect(program, "bound", GraphPrinter.Print(Compile(program).Bound));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_bound_graph_reads_back_as_printed(string program)
    {
        ModelGraph graph = Compile(program).Bound;

        Assert.Equal(graph, GraphParser.Parse(GraphPrinter.Print(graph)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Cutting_makes_the_expected_regions(string program) =>
        Expect(program, "regions", RegionPrinter.Print(Compile(program).Regions));

    [Theory]
    [MemberData(nameof(Programs))]
    public void Planning_gives_the_expected_places(string program) => Expect(program, "plan", PlanPrinter.Print(Compile(program).Plan));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_cpu_target_emits_the_expected_class(string program) => Expect(program, "cs", Emit(program));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_same_text_gives_the_same_bytes(string program) => Assert.Equal(Emit(program), Emit(program));

    private static IEnumerable<(string Path, string Text)> Parts =>
        Directory.GetFiles(Path.Combine(Folder, "parts")).Select(file => ($"parts/{Path.GetFileName(file)}", File.ReadAllText(file)));

    private static string Emit(string program) => Compile(program).EmitCSharp(new DiagnosticBag())!;

    private static Compilation Compile(string program)
    {
        string path = Path.Combine(Folder, $"{program}.dnn");
        var diagnostics = new DiagnosticBag();
        Compilation? compilation = Compilation.Compile(
            new SourceText($"{program}.dnn", File.ReadAllText(path)),
            CompilationOptions.Default with
            {
                Imports = new FilesInMemory($"{program}.dnn", Parts),
            },
            diagnostics
        );
        Assert.True(compilation is not null, string.Join("\n", diagnostics.Sorted().Select(d => new DiagnosticRenderer().Render(d))));
        return compilation;
    }

    private static void Expect(string program, string stage, string actual)
    {
        string file = Path.Combine(Folder, $"{program}.{stage}.txt");
        if (Environment.GetEnvironmentVariable("DYNCC_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{file} is missing; DYNCC_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
