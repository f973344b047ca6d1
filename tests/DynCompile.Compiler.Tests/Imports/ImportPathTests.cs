using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Imports;

/// <summary>Which paths an import may have: relative ones below the project's folder that every system can have.</summary>
public class ImportPathTests
{
    [Theory]
    [InlineData("layers.dnn")]
    [InlineData("./layers.dnn")]
    [InlineData("parts/attention.dnn")]
    [InlineData("../shared/layers.dnn")]
    [InlineData("a b.dnn")]
    [InlineData("schicht-ä.dnn")]
    [InlineData("層.dnn")]
    [InlineData("😀.dnn")]
    [InlineData("v1.2/layers.old.dnn")]
    [InlineData("console.dnn")]
    [InlineData("com10.dnn")]
    [InlineData(".hidden.dnn")]
    public void Relative_paths_are_good(string path) => Assert.Null(ImportPath.ProblemOf(path));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/etc/passwd", "begins with `/`")]
    [InlineData("//server/share/a.dnn", "begins with `/`")]
    [InlineData("C:/a.dnn", "drive `C:`")]
    [InlineData("c:a.dnn", "drive `c:`")]
    [InlineData("parts\\a.dnn", "`\\`")]
    [InlineData("..\\a.dnn", "`\\`")]
    [InlineData("https://example.org/a.dnn", "`:`")]
    [InlineData("a.dnn:stream.dnn", "`:`")]
    [InlineData("*.dnn", "`*`")]
    [InlineData("a?.dnn", "`?`")]
    [InlineData("a//b.dnn", "nothing between")]
    [InlineData("a/", "nothing between")]
    [InlineData("a/b", "`.dnn`")]
    [InlineData("a.DNN", "`.dnn`")]
    [InlineData("..", "`.dnn`")]
    [InlineData("a./b.dnn", "ends in a dot")]
    [InlineData("a /b.dnn", "ends in a space")]
    [InlineData(".../b.dnn", "ends in a dot")]
    [InlineData("a.dnn.", "ends in a dot")]
    [InlineData("nul.dnn", "device")]
    [InlineData("NUL.a.dnn", "device")]
    [InlineData("parts/Com1.dnn", "device")]
    [InlineData("lpt9 .dnn", "device")]
    [InlineData("aux/a.dnn", "device")]
    [InlineData("a\0.dnn", "U+0000")]
    [InlineData("a\u001b[31m.dnn", "U+001B")]
    [InlineData("a\u0085.dnn", "U+0085")]
    [InlineData("a\u2028b.dnn", "U+2028")]
    [InlineData("a\u202ennd.dnn", "U+202E")]
    [InlineData("a\u200b.dnn", "U+200B")]
    public void Others_are_refused_with_what_is_wrong(string path, string says) =>
        Assert.Contains(says, ImportPath.ProblemOf(path), StringComparison.Ordinal);

    // No attribute can hold half a pair.
    [Fact]
    public void Half_a_pair_is_no_character() => Assert.Contains("U+D800", ImportPath.ProblemOf("a\ud800.dnn"), StringComparison.Ordinal);

    [Fact]
    public void A_path_has_a_longest_length() =>
        Assert.Contains(
            $"{ImportPath.Longest}",
            ImportPath.ProblemOf(new string('a', ImportPath.Longest) + ".dnn"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("main.dnn", "a.dnn", "a.dnn")]
    [InlineData("main.dnn", "./p/./a.dnn", "p/a.dnn")]
    [InlineData("nets/main.dnn", "a.dnn", "nets/a.dnn")]
    [InlineData("nets/main.dnn", "../a.dnn", "a.dnn")]
    [InlineData("nets/deep/main.dnn", "../../parts/a.dnn", "parts/a.dnn")]
    [InlineData("nets/main.dnn", "deep/../../nets/a.dnn", "nets/a.dnn")]
    public void A_path_is_taken_from_the_folder_of_the_importing_file(string importing, string path, string expected) =>
        Assert.Equal(expected, ImportPath.Resolve(importing, path));

    [Theory]
    [InlineData("main.dnn", "../a.dnn")]
    [InlineData("nets/main.dnn", "../../a.dnn")]
    [InlineData("nets/main.dnn", "../../project/nets/a.dnn")]
    [InlineData("main.dnn", "p/../../project/a.dnn")]
    public void A_path_that_leaves_the_project_leads_nowhere_even_when_it_comes_back(string importing, string path) =>
        Assert.Null(ImportPath.Resolve(importing, path));

    [Theory]
    [InlineData("../a.dnn", "DYN0302")]
    [InlineData("parts/../../a.dnn", "DYN0302")]
    [InlineData("/a.dnn", "DYN0301")]
    [InlineData("nul.dnn", "DYN0301")]
    public void No_bad_path_is_looked_for(string path, string id)
    {
        var files = new FilesInMemory("main.dnn", ("a.dnn", "fn f(x: f32) -> f32 { return x }"));
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("main.dnn", $"import \"{path}\"\nmodel M(x: f32) -> (y: f32) {{ return x }}"), diagnostics, files);

        Assert.Equal(id, Assert.Single(diagnostics.Sorted()).Id);
        Assert.Empty(files.Asked);
    }

    [Fact]
    public void The_folder_of_an_imported_file_counts_for_its_own_imports()
    {
        var files = new FilesInMemory(
            "nets/main.dnn",
            ("parts/a.dnn", "import \"b.dnn\"\nfn a(x: f32) -> f32 { return b(x) }"),
            ("parts/b.dnn", "fn b(x: f32) -> f32 { return x }")
        );
        var diagnostics = new DiagnosticBag();
        Compilation.Check(
            new SourceText("nets/main.dnn", "import \"../parts/a.dnn\"\nmodel M(x: f32) -> (y: f32) { return a(x) }"),
            diagnostics,
            files
        );

        Assert.Empty(diagnostics.Sorted());
        Assert.Equal(["parts/a.dnn", "parts/b.dnn"], files.Asked);
    }
}
