using System.Text.RegularExpressions;
using DynCompile.Compiler.Tests.Imports;
using DynCompile.Compiler.Tests.Syntax;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Diagnostics;

/// <summary>
/// The pages of `dyncc explain` show what they say: every error of a program has examples, and they are run. A "dnn file NAME" on a page
/// stands beside the examples after it, until another one of that name.
/// </summary>
public partial class ErrorPageTests
{
    /// <summary>All that a program's text can be wrong in; data, options and targets have pages without programs.</summary>
    public static TheoryData<string> ProgramIds =>
        [.. DiagnosticTypes.Ids.Where(id => string.CompareOrdinal(id, "DYN0400") < 0 && id != "DYN0197")];

    public static TheoryData<string> AllIds => [.. DiagnosticTypes.Ids];

    [Fact]
    public void Every_page_belongs_to_an_id() =>
        Assert.Equal(
            DiagnosticTypes.Ids,
            Directory.GetFiles(Repository.ErrorPages, "*.md").Select(p => Path.GetFileNameWithoutExtension(p)).Order()
        );

    [Theory]
    [MemberData(nameof(ProgramIds))]
    public void The_wrong_example_has_this_error_and_no_other(string id)
    {
        Example[] examples = id switch
        {
            // These would be megabytes long.
            "DYN0003" => [new Example(new string(' ', Parser.LongestFile + 1))],
            "DYN0306" => [TooManyFiles()],
            _ => Examples(id, "bad"),
        };
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal([id], IdsIn(id, example)));
    }

    [Theory]
    [MemberData(nameof(ProgramIds))]
    public void The_right_example_has_no_error(string id)
    {
        Example[] examples = Examples(id, "good");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(IdsIn(id, example)));
    }

    [Theory]
    [MemberData(nameof(AllIds))]
    public void The_compiler_carries_the_page(string id)
    {
        using Stream? page = typeof(Parser).Assembly.GetManifestResourceStream($"errors/{id}.md");
        Assert.NotNull(page);
        Assert.StartsWith($"# {id}: ", new StreamReader(page).ReadToEnd(), StringComparison.Ordinal);
    }

    private static string[] IdsIn(string id, Example example)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText("example.dnn", example.Program);
        // Examples of syntax need not be whole models.
        if (string.CompareOrdinal(id, "DYN0100") < 0 && id != "DYN0012")
            Parser.Parse(source, diagnostics);
        else
            Compilation.Check(source, diagnostics, new FilesInMemory("example.dnn", example.Files));
        return [.. diagnostics.Sorted().Select(diagnostic => diagnostic.Id).Distinct()];
    }

    private static Example[] Examples(string id, string kind)
    {
        string page = File.ReadAllText(Path.Combine(Repository.ErrorPages, $"{id}.md"));
        var files = new Dictionary<string, string>();
        var examples = new List<Example>();
        foreach (Match match in Fence().Matches(page))
        {
            string text = match.Groups["text"].Value.Replace('␀', '\0');
            if (match.Groups["file"].Success)
                files[match.Groups["file"].Value] = text;
            else if (match.Groups["kind"].Value == kind)
                examples.Add(new Example(text, [.. files.Select(f => (f.Key, f.Value))]));
        }
        return [.. examples];
    }

    private static Example TooManyFiles()
    {
        string[] names = [.. Enumerable.Range(0, ImportLoader.MostFiles).Select(i => $"part{i}.dnn")];
        string imports = string.Concat(names.Select(name => $"import \"{name}\"\n"));
        return new Example(
            $"{imports}model M(x: f32[4]) -> (y: f32[4]) {{ return x }}",
            [.. names.Select((name, i) => (name, $"fn part{i}(x: f32) -> f32 {{ return x }}"))]
        );
    }

    private sealed record Example(string Program, params (string Path, string Text)[] Files);

    [GeneratedRegex(@"^```dnn (?<kind>bad|good|file (?<file>\S+))\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
