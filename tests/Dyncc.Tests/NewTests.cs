namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc new</c>: a model that runs as it stands.</summary>
public sealed class NewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("my-net_2", "MyNet2")]
    [InlineData("class", "Class")]
    [InlineData("x", "X")]
    public void The_new_model_runs_and_gives_what_is_expected(string name, string model)
    {
        string folder = Path.Combine(_folder, "made");

        (int exit, string output, string error) = CommandTests.Run("new", name, "-o", folder);

        Assert.Equal(0, exit);
        string[] files = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(Directory.GetFiles(folder).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Contains($"model {model}(", File.ReadAllText(files[0]), StringComparison.Ordinal);
        string command = error[(error.IndexOf("dyncc run", StringComparison.Ordinal) + "dyncc ".Length)..].Trim();
        (exit, output, error) = CommandTests.Run(command.Split(' '));
        Assert.True(exit == 0, error);
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2net")]
    [InlineData("../net")]
    [InlineData("a/b")]
    [InlineData("a\"b")]
    [InlineData("näh")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("CON")]
    [InlineData("lpt1")]
    public void Other_names_are_refused(string name)
    {
        (int exit, string output, string error) = CommandTests.Run("new", name, "-o", _folder);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("is no name for a model", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void What_exists_stays()
    {
        string taken = Path.Combine(_folder, "net.inputs.safetensors");
        File.WriteAllText(taken, "mine");

        (int exit, _, string error) = CommandTests.Run("new", "net", "-o", _folder);

        Assert.Equal(1, exit);
        Assert.Contains("it exists already", error, StringComparison.Ordinal);
        Assert.Equal([taken], Directory.GetFiles(_folder));
        Assert.Equal("mine", File.ReadAllText(taken));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        (int exit, _, string error) = CommandTests.Run("new", "net", "-o", Path.Combine(file, "below"));

        Assert.Equal(1, exit);
        Assert.Contains("error[DYN04", error, StringComparison.Ordinal);
        Assert.DoesNotContain("note:", error, StringComparison.Ordinal);
    }
}
