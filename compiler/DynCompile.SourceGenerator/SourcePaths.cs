using System.Collections.Immutable;
using DynCompile.Text;
using Microsoft.CodeAnalysis;

namespace DynCompile.SourceGenerator;

using Compilation = Microsoft.CodeAnalysis.Compilation;

/// <summary>
/// The names of files in what is compiled, as the project's PathMap gives them: with it, the same project gives the same bytes in every folder. The
/// compiler maps the paths in directives, too, but keeps a checksum of the text that they stand in.
/// </summary>
internal sealed record SourcePaths(EquatableArray<KeyValuePair<string, string>> Map)
{
    public static SourcePaths Of(Compilation compilation) =>
        new(
            compilation.Options.SourceReferenceResolver is SourceFileResolver resolver
                ? resolver.PathMap
                : ImmutableArray<KeyValuePair<string, string>>.Empty
        );

    public string NameOf(string path) =>
        new SourceFileResolver(ImmutableArray<string>.Empty, baseDirectory: null, Map.Items).NormalizePath(path, baseFilePath: null)
        ?? path;
}
