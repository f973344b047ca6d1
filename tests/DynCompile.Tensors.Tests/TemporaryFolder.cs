namespace DynCompile.Tensors.Tests;

/// <summary>An empty folder for one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dyncompile-tensors-");

    public string Path => folder.FullName;

    public string this[string fileName] => System.IO.Path.Combine(Path, fileName);

    public string[] FileNames => [.. folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public string Write(string fileName, byte[] bytes)
    {
        File.WriteAllBytes(this[fileName], bytes);
        return this[fileName];
    }

    public void Dispose() => folder.Delete(recursive: true);
}
