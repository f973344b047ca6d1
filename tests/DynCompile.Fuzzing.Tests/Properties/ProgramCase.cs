using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Passes;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Properties;

/// <summary>A program on its way through the properties: compiled, with weights and samples.</summary>
internal sealed class ProgramCase
{
    private ProgramCase(FuzzedProgram program, Compilation compilation, IReadOnlyList<(string Pass, ModelGraph Graph)> graphs)
    {
        Program = program;
        Compilation = compilation;
        Graphs = graphs;
        Weights = WeightSet.Random(ModelWeights.Of(compilation.Bound).Declarations, (int)(program.Seed & 0x7FFFFFFF));
        Samples = new SampleSet(compilation.Bound, program.Seed);
        Judged = PassPipeline.Required.Run(compilation.Bound).Graph;
        Judge = new Judge(Judged, Weights, Samples);
    }

    public FuzzedProgram Program { get; }

    public Compilation Compilation { get; }

    /// <summary>The graph without composites, whose choices are seen.</summary>
    public ModelGraph Judged { get; }

    /// <summary>The graph as it was bound, and after each pass of the whole pipeline.</summary>
    public IReadOnlyList<(string Pass, ModelGraph Graph)> Graphs { get; }

    /// <summary>The graph that each pass alone makes of the bound one.</summary>
    public IEnumerable<(string Pass, ModelGraph Graph)> Alone =>
        PassPipeline.All.Select(p => (p.Name, new PassPipeline([p]).Run(Compilation.Bound).Graph));

    public WeightSet Weights { get; }

    public SampleSet Samples { get; }

    public Judge Judge { get; }

    /// <summary>The samples that were judged, without the ill-posed ones; filled by <see cref="Interpretation"/>.</summary>
    public SortedDictionary<int, Verdict> Verdicts { get; } = [];

    public int IllPosedCount { get; set; }

    public IReadOnlyList<string> ResultNames => [.. Compilation.Bound.Results.Select(r => r.Name)];

    /// <summary>Null when the program is wrong, for reasons in <paramref name="diagnostics"/>.</summary>
    public static ProgramCase? Compile(FuzzedProgram program, DiagnosticBag diagnostics)
    {
        var options = new CompilationOptions(
            new Backends.CSharp.CSharpOptions(Namespace: NamespaceOf(program)),
            Passes: Pipelines.Of(program)
        );
        var source = new SourceText($"seed-{program.Seed}.dnn", program.Text);
        if (Compilation.Compile(source, options, diagnostics) is not { } compilation)
            return null;
        var graphs = new List<(string, ModelGraph)> { ("bind", compilation.Bound) };
        PassPipeline.Default.Run(compilation.Bound, (pass, graph) => graphs.Add((pass.Name, graph)));
        return new ProgramCase(program, compilation, graphs);
    }

    /// <summary>Where the program's class is, among many in one assembly.</summary>
    public static string NamespaceOf(FuzzedProgram program) => $"Fuzzed.Seed{program.Seed}";
}
