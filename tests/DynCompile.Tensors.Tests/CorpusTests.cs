using System.Diagnostics;

namespace DynCompile.Tensors.Tests;

/// <summary>
/// The hostile files of tests/corpus: whatever the bytes, there are tensors or a <see cref="TensorFormatException"/>, soon and in memory
/// that the file's own length bounds, not what its header claims.
/// </summary>
public class CorpusTests
{
    // More than reading any of them takes; what headers claim goes up to 2^64.
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Safetensors => FilesIn("safetensors");

    public static TheoryData<string> Npy => FilesIn("npy");

    public static TheoryData<string> Npz => FilesIn("npz");

    [Theory]
    [MemberData(nameof(Safetensors))]
    [MemberData(nameof(Npy))]
    [MemberData(nameof(Npz))]
    public void A_hostile_file_is_read_or_refused(string file)
    {
        var time = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Exception? refused = Record.Exception(() => TensorFile.Read(Path.Combine(Folder, file)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, soon);
        if (refused is not null)
            Assert.NotEmpty(Assert.IsType<TensorFormatException>(refused).Reason);
    }

    private static string Folder { get; } = FindFolder();

    private static TheoryData<string> FilesIn(string format) =>
        [
            .. Directory
                .GetFiles(Path.Combine(Folder, format))
                .Select(file => $"{format}/{Path.GetFileName(file)}")
                .Order(StringComparer.Ordinal),
        ];

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
                return Path.Combine(folder.FullName, "tests", "corpus");
        }
        throw new InvalidOperationException($"no DynCompile.sln in {AppContext.BaseDirectory} or above");
    }
}
