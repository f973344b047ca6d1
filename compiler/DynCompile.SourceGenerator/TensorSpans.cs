using System.IO;
using Microsoft.CodeAnalysis;

namespace DynCompile.SourceGenerator;

/// <summary>Whether a project can name <c>TensorSpan</c>: it references System.Numerics.Tensors.</summary>
internal static class TensorSpans
{
    private const string Library = "System.Numerics.Tensors.dll";

    // The first version with tensor spans.
    private const int OldestMajor = 9;

    public static bool AreIn(MetadataReference reference)
    {
        if (reference is not PortableExecutableReference file || file.FilePath is not { } path)
            return false;
        if (!string.Equals(Path.GetFileName(path), Library, StringComparison.OrdinalIgnoreCase))
            return false;
        return file.GetMetadata() is AssemblyMetadata assembly && VersionOf(assembly) >= OldestMajor;
    }

    private static int VersionOf(AssemblyMetadata assembly) =>
        assembly.GetModules()[0].GetMetadataReader().GetAssemblyDefinition().Version.Major;
}
