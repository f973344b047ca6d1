using DynCompile.Backends.CSharp;
using DynCompile.Binding;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Passes;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile;

/// <summary>How a model is compiled.</summary>
/// <param name="AfterPass">Called with each pass's name and the graph that it left, for <c>--print-ir-after</c>.</param>
/// <param name="Imports">Where imported files come from; null when there are none.</param>
/// <param name="Passes">What the graph goes through; null for <see cref="PassPipeline.Default"/>.</param>
public sealed record CompilationOptions(
    CSharpOptions CSharp,
    Action<string, ModelGraph>? AfterPass = null,
    ISourceResolver? Imports = null,
    PassPipeline? Passes = null
)
{
    public static CompilationOptions Default { get; } = new(new CSharpOptions());
}

/// <summary>
/// A model's way from text to a program. Every step is named here, in order; no step calls the next one.
/// </summary>
public sealed class Compilation
{
    private readonly CompilationOptions _options;

    private Compilation(
        SourceSet sources,
        ModelGraph bound,
        ModelGraph graph,
        RegionProgram regions,
        MemoryPlan plan,
        CompilationOptions options
    )
    {
        Sources = sources;
        Bound = bound;
        Graph = graph;
        Regions = regions;
        Plan = plan;
        _options = options;
    }

    /// <summary>The model's own file.</summary>
    public SourceText Source => Sources.Main;

    /// <summary>The model's file and all that it imports.</summary>
    public SourceSet Sources { get; }

    /// <summary>The graph as the author wrote it: what the interpreter runs.</summary>
    public ModelGraph Bound { get; }

    /// <summary>The graph after all passes.</summary>
    public ModelGraph Graph { get; }

    public RegionProgram Regions { get; }
    public MemoryPlan Plan { get; }

    /// <summary>Compiles a model; null when the text has errors, which are in <paramref name="diagnostics"/>.</summary>
    public static Compilation? Compile(SourceText source, CompilationOptions options, DiagnosticBag diagnostics)
    {
        ProgramSyntax program = ImportLoader.Load(source, options.Imports, diagnostics);
        if (Bind(program, diagnostics) is not { } bound)
            return null;
        options.AfterPass?.Invoke("bind", bound);
        return Lower(program.Sources, bound, options);
    }

    /// <summary>The model compiled from another graph in the place of <see cref="Bound"/>, which a rewrite of that made.</summary>
    public Compilation With(ModelGraph bound) => Lower(Sources, bound, _options);

    private static Compilation Lower(SourceSet sources, ModelGraph bound, CompilationOptions options)
    {
        PassPipeline passes = options.Passes ?? PassPipeline.Default;
        ModelGraph graph = passes.Run(bound, (pass, after) => options.AfterPass?.Invoke(pass.Name, after)).Graph;
        return Planned(sources, bound, graph, RegionCutter.Cut(graph), options);
    }

    /// <summary>The model with its ways marked, for whoever counts the samples that take them.</summary>
    public Compilation WithPathProbes() => Planned(Sources, Bound, Graph, PathProbes.Insert(Regions), _options);

    private static Compilation Planned(
        SourceSet sources,
        ModelGraph bound,
        ModelGraph graph,
        RegionProgram regions,
        CompilationOptions options
    )
    {
        RegionVerifier.Verify(regions);
        MemoryPlan plan = MemoryPlanner.Plan(regions);
        return new Compilation(sources, bound, graph, regions, plan, options);
    }

    /// <summary>Only as far as the graph: every error of the text is found by then.</summary>
    public static ModelGraph? Check(SourceText source, DiagnosticBag diagnostics, ISourceResolver? imports = null) =>
        Bind(ImportLoader.Load(source, imports, diagnostics), diagnostics);

    /// <summary>
    /// As <see cref="Check(SourceText, DiagnosticBag, ISourceResolver?)"/>, but a file of blocks and helpers for others needs no model: what
    /// can be checked of it alone is in <paramref name="library"/>, which is null for a model.
    /// </summary>
    public static void CheckFile(SourceText source, DiagnosticBag diagnostics, ISourceResolver? imports, out Library? library)
    {
        ProgramSyntax program = ImportLoader.Load(source, imports, diagnostics);
        bool isLibrary = !diagnostics.HasErrors && program.Main.Unit.Model is null;
        library = isLibrary ? LibraryBinder.Bind(program, diagnostics) : null;
        if (!isLibrary)
            Bind(program, diagnostics);
    }

    /// <summary>What callers see of a model, errors or not; null when the text has none.</summary>
    public static ModelOutline? Outline(SourceText source) => OutlineReader.Of(source);

    private static ModelGraph? Bind(ProgramSyntax program, DiagnosticBag diagnostics)
    {
        if (diagnostics.HasErrors || ModelBinder.Bind(program, diagnostics) is not { } graph)
            return null;
        GraphVerifier.Verify(graph, "bind");
        return graph;
    }

    /// <summary>The C# of the cpu target; null when the target cannot run the model, for reasons in <paramref name="diagnostics"/>.</summary>
    public string? EmitCSharp(DiagnosticBag diagnostics)
    {
        CSharpBackend.Validate(Graph, Sources, diagnostics);
        return diagnostics.HasErrors ? null : CSharpBackend.Emit(Regions, Plan, _options.CSharp, Sources);
    }
}
