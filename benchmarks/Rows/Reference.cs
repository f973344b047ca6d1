namespace DynCompile.Benchmarks.Rows;

/// <summary>The reference networks by name.</summary>
internal static class Reference
{
    public static IEnumerable<string> Names =>
        Directory
            .GetFiles(Path.Combine(Network.Root, "examples", "reference"), "*.dnn")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);
}
