using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynCompile.SourceGenerator;

/// <summary>
/// Makes a class of every model among a project's .dnn files. Each step compares by value, so that it runs only when something that it reads
/// has changed; no step reads the project's C#.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, as Roslyn tracks them.</summary>
    public const string ReadStep = "Read";

    /// <inheritdoc cref="ReadStep"/>
    public const string ProgramStep = "Program";

    /// <inheritdoc cref="ReadStep"/>
    public const string CompileStep = "Compile";

    /// <inheritdoc cref="ReadStep"/>
    public const string DistinctStep = "Distinct";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<ModelFile>> files = context
            .AdditionalTextsProvider.Where(ModelFile.IsOne)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, cancellation) => ModelFile.Read(pair.Left, pair.Right, cancellation))
            .Where(file => file is not null)
            .Select((file, _) => file!)
            .WithTrackingName(ReadStep)
            .Collect();
        IncrementalValueProvider<bool> hasTensorSpans = context
            .MetadataReferencesProvider.Where(TensorSpans.AreIn)
            .Collect()
            .Select((references, _) => references.Length > 0);
        IncrementalValueProvider<SourcePaths> paths = context.CompilationProvider.Select((compilation, _) => SourcePaths.Of(compilation));
        IncrementalValuesProvider<GeneratedModel> models = files
            .SelectMany((all, _) => ModelFile.Models(all).Select(file => ModelProgram.Of(file, all)).ToImmutableArray())
            .WithTrackingName(ProgramStep)
            .Combine(hasTensorSpans.Combine(paths))
            .Select((pair, cancellation) => GeneratedModel.Of(pair.Left, pair.Right.Left, pair.Right.Right, cancellation))
            .WithTrackingName(CompileStep)
            .Collect()
            .SelectMany((all, _) => GeneratedModel.WithDistinctClasses(all).ToImmutableArray())
            .WithTrackingName(DistinctStep);

        context.RegisterSourceOutput(
            models.Where(model => model.Code is not null),
            (output, model) => output.AddSource(model.FileName, model.Code!)
        );
        // A mistake in an imported file is found from every file that imports it.
        context.RegisterSourceOutput(
            models.Collect(),
            (output, all) =>
            {
                foreach (Finding finding in all.SelectMany(model => model.Findings).GroupBy(f => (f.Id, f.At)).Select(same => same.First()))
                    output.ReportDiagnostic(finding.ToRoslyn());
            }
        );
    }
}
