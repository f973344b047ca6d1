using System.Text.RegularExpressions;
using DynCompile.Compiler.Tests.Syntax;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Diagnostics;

/// <summary>The pages of `dyncc explain` show what they say: every error of a program has examples, and they are run.</summary>
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
        // Its example would be eight megabytes long.
        string[] examples = id == "DYN0003" ? [new string(' ', Parser.LongestFile + 1)] : Examples(id, "bad");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal([id], IdsIn(id, example)));
    }

    [Theory]
    [MemberData(nameof(ProgramIds))]
    public void The_right_example_has_no_error(string id)
    {
        string[] examples = Examples(id, "good");
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

    private static string[] IdsIn(string id, string program)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText("example.dnn", program);
        // Examples of syntax need not be whole models.
        if (string.CompareOrdinal(id, "DYN0100") < 0 && id != "DYN0012")
            Parser.Parse(source, diagnostics);
        else
            Compilation.Check(source, diagnostics);
        return [.. diagnostics.Sorted().Select(diagnostic => diagnostic.Id).Distinct()];
    }

    private static string[] Examples(string id, string kind)
    {
        string page = File.ReadAllText(Path.Combine(Repository.ErrorPages, $"{id}.md"));
        return
        [
            .. Example()
                .Matches(page)
                .Where(match => match.Groups["kind"].Value == kind)
                .Select(match => match.Groups["text"].Value.Replace('␀', '\0')),
        ];
    }

    [GeneratedRegex(@"^```dnn (?<kind>bad|good)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
