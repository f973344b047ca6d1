using static DynCompile.CommandLine.Tests.CommandTests;

namespace DynCompile.CommandLine.Tests;

/// <summary>`dyncc fmt` as a script calls it; what it makes of a text is tested where the formatter is.</summary>
public sealed class FmtTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-fmt").FullName;

    private const string Unformatted = "model M(x:f32[4])->(y:f32[4]){return x} // c\n";
    private const string Formatted = "model M(x: f32[4]) -> (y: f32[4]) { return x } // c\n";

    [Fact]
    public void It_rewrites_files_and_those_below_folders_and_names_them()
    {
        string changed = Write("changed.dnn", Unformatted);
        string right = Write("right.dnn", Formatted);
        DateTime written = File.GetLastWriteTimeUtc(right);
        Directory.CreateDirectory(Path.Combine(_folder, "models", "deep"));
        string below = Write("models/deep/below.dnn", Unformatted);
        Write("models/deep/other.txt", Unformatted);

        Assert.Equal((0, $"{changed}\n{below}\n", ""), Run("fmt", changed, right, Path.Combine(_folder, "models")));
        Assert.Equal(Formatted, File.ReadAllText(changed));
        Assert.Equal(Formatted, File.ReadAllText(below));
        Assert.Equal(written, File.GetLastWriteTimeUtc(right));
        Assert.Equal((0, "", ""), Run("fmt", "--check", _folder));
        Assert.DoesNotContain(
            Directory.GetFiles(_folder, "*", SearchOption.AllDirectories),
            f => f.EndsWith(".draft", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Check_writes_nothing_and_names_what_differs()
    {
        string file = Write("m.dnn", Unformatted);

        Assert.Equal((1, $"{file}\n", ""), Run("fmt", "--check", _folder));
        Assert.Equal(Unformatted, File.ReadAllText(file));
    }

    [Fact]
    public void It_leaves_a_file_with_errors_alone_and_goes_on_with_the_others()
    {
        string wrong = Write("a.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return (x }");
        string fine = Write("b.dnn", Unformatted);

        (int exit, string output, string error) = Run("fmt", _folder);

        Assert.Equal((1, $"{fine}\n"), (exit, output));
        Assert.Contains("a.dnn:1:47", error, StringComparison.Ordinal);
        Assert.Equal("model M(x: f32[4]) -> (y: f32[4]) { return (x }", File.ReadAllText(wrong));
    }

    [Fact]
    public void It_keeps_byte_order_marks_line_ends_and_modes()
    {
        string file = Write("m.dnn", [0xEF, 0xBB, 0xBF, .. "// c\r\nmodel M(x: f32[4])->(y: f32[4]) { return x }\r\n"u8]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(0, Run("fmt", file).Exit);
        byte[] expected = [0xEF, 0xBB, 0xBF, .. "// c\r\nmodel M(x: f32[4]) -> (y: f32[4]) { return x }\r\n"u8];
        Assert.Equal(expected, File.ReadAllBytes(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
    }

    [Fact]
    public void It_formats_stdin_to_stdout()
    {
        Assert.Equal((0, Formatted, ""), RunWithInput(Unformatted, "fmt", "-"));
        Assert.Equal((1, "(stdin)\n", ""), RunWithInput(Unformatted, "fmt", "--check", "-"));
        Assert.Equal((0, "", ""), RunWithInput(Formatted, "fmt", "--check", "-"));
        Fails(1, "(stdin):1:6", RunWithInput("model", "fmt", "-"));
        Fails(2, "stands alone", RunWithInput(Formatted, "fmt", "-", _folder));
    }

    [Fact]
    public void A_missing_file_is_an_error() => Fails(1, "does not exist", Run("fmt", Path.Combine(_folder, "none.dnn")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
