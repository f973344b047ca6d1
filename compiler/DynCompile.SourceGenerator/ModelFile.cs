using System.Collections.Immutable;
using DynCompile.Backends.CSharp;
using DynCompile.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynCompile.SourceGenerator;

/// <summary>A .dnn file of a project, with what the project says about it.</summary>
/// <param name="Path">From the project's folder; from its own when it lies outside.</param>
/// <param name="IsListed">Whether the project names it as a model.</param>
/// <param name="Namespace">Of its class.</param>
/// <param name="Weights">Where its class finds the weights by itself.</param>
internal sealed record ModelFile(string Path, SourceText Source, bool IsListed, string Namespace, WeightsPlace? Weights)
{
    public static bool IsOne(AdditionalText file) => file.Path.EndsWith(ImportPath.Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when the file cannot be read.</summary>
    public static ModelFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text)
            return null;
        AnalyzerConfigOptions metadata = provider.GetOptions(file);
        AnalyzerConfigOptions project = provider.GlobalOptions;
        string given = Value(metadata, "build_metadata.AdditionalFiles.Namespace");
        string space = given.Length > 0 ? given : Value(project, "build_property.RootNamespace");
        return new ModelFile(
            PathIn(Value(project, "build_property.ProjectDir"), file.Path),
            new SourceText(file.Path, text.ToString()),
            Value(metadata, "build_metadata.AdditionalFiles.DynModel") == "true",
            NamespaceText.Of(space),
            WeightsOf(metadata)
        );
    }

    /// <summary>The models among files: those that the project lists, or all when it lists none.</summary>
    public static IEnumerable<ModelFile> Models(ImmutableArray<ModelFile> files) =>
        files.Any(f => f.IsListed) ? files.Where(f => f.IsListed) : files;

    private static WeightsPlace? WeightsOf(AnalyzerConfigOptions metadata)
    {
        string path = Value(metadata, "build_metadata.AdditionalFiles.Weights").Replace('\\', '/');
        if (path.Length == 0)
            return null;
        bool isCopied = string.Equals(
            Value(metadata, "build_metadata.AdditionalFiles.WeightsAs"),
            "file",
            StringComparison.OrdinalIgnoreCase
        );
        return isCopied ? new WeightsPlace.File(path) : new WeightsPlace.Resource(path);
    }

    private static string PathIn(string folder, string path)
    {
        string name = path.Replace('\\', '/');
        string root = folder.Replace('\\', '/').TrimEnd('/') + "/";
        return root.Length > 1 && name.StartsWith(root, StringComparison.Ordinal)
            ? name.Substring(root.Length)
            : name.Substring(name.LastIndexOf('/') + 1);
    }

    private static string Value(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out string? value) ? value.Trim() : "";
}
