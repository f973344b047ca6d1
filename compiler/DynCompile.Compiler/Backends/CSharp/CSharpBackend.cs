using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>What the emitted file is called and where it belongs.</summary>
/// <param name="Namespace">The namespace of the class.</param>
/// <param name="ClassName">The class's name; the model's name when null.</param>
/// <param name="CompilerVersion">Written into the class's <c>GeneratedCode</c> attribute.</param>
/// <param name="ShowsValues">
/// Whether the session tells every value as soon as it is computed, by its number in <see cref="CSharpBackend.ShownValues"/>: for
/// comparing, not for running.
/// </param>
/// <param name="Weights">Where the class finds its weights when its caller does not say; null when nowhere.</param>
/// <param name="HasTensorSpans">Whether calls also take the tensor spans of System.Numerics.Tensors.</param>
/// <param name="LinePath">
/// What a file of the model is called where lines of blocks count as lines of it, for debuggers and stack traces; null when they do not.
/// </param>
public sealed record CSharpOptions(
    string Namespace = "DynCompile.Generated",
    string? ClassName = null,
    string CompilerVersion = "0.1.0",
    bool ShowsValues = false,
    WeightsPlace? Weights = null,
    bool HasTensorSpans = false,
    Func<string, string>? LinePath = null
);

/// <summary>A value that a block computes.</summary>
public sealed record ShownValue(string Function, Node Node, Definition Value);

/// <summary>
/// The cpu target: one readable C# class that calls the runtime's kernels. It needs no <c>unsafe</c> and no project setting, and
/// compiles without a warning.
/// </summary>
public static class CSharpBackend
{
    /// <summary>Reports what of a model this target cannot do.</summary>
    public static void Validate(ModelGraph graph, SourceSet sources, DiagnosticBag diagnostics) =>
        CSharpLimits.Check(graph, sources, diagnostics);

    /// <summary>What <see cref="CSharpOptions.ShowsValues"/> tells, by number; views and what has no rows are left out.</summary>
    public static EquatableArray<ShownValue> ShownValues(MemoryPlan plan) =>
        [
            .. plan.Functions.SelectMany(f =>
                f.Function.Blocks.SelectMany(b => b.Nodes)
                    .Where(n => n.Operator is not Reshape && !RegionCutter.IsImmaterial(n))
                    .SelectMany(n => n.Results.Select(r => new ShownValue(f.Function.Name, n, r)))
                    .Where(s => f.PlaceOf(s.Value.Id) is not Place.Host)
            ),
        ];

    /// <summary>Whether the target has an operator that has no parts; a composite one is emitted as its parts.</summary>
    public static bool Has(Operator op) => KernelText.Has(op);

    /// <summary>What the target refuses of an operator that it has; null when nothing.</summary>
    public static string? LimitOf(OperatorDefinition definition) => CSharpLimits.Of(definition);

    /// <summary>The text of the class of a model that passed <see cref="Validate"/>.</summary>
    public static string Emit(RegionProgram program, MemoryPlan plan, CSharpOptions options, SourceSet sources) =>
        new ModelWriter(program, plan, options, sources).Write();

    /// <summary>What the class of a model is called.</summary>
    public static string ClassNameOf(string model, CSharpOptions options) => ClassText.NameOf(model, options);

    /// <summary>The text of a class with the members of a model that has errors; every call throws.</summary>
    public static string EmitStub(ModelOutline model, CSharpOptions options) => StubWriter.Write(model, options);
}
