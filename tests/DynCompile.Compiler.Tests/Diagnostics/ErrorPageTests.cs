using System.Text.RegularExpressions;
using DynCompile.Compiler.Tests.Syntax;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Diagnostics;

/// <summary>The pages of `dyncc explain` show what they say. This runs those on syntax, DYN0001–0099.</summary>
public partial class ErrorPageTests
{
    public static TheoryData<string> SyntaxIds => [.. DiagnosticTypes.Ids.Where(id => string.CompareOrdinal(id, "DYN0100") < 0)];

    [Theory]
    [MemberData(nameof(SyntaxIds))]
    public void The_wrong_example_has_this_error_and_no_other(string id)
    {
        // Its example would be eight megabytes long.
        string[] examples = id == "DYN0003" ? [new string(' ', Parser.LongestFile + 1)] : Examples(id, "bad");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal([id], IdsIn(example)));
    }

    [Theory]
    [MemberData(nameof(SyntaxIds))]
    public void The_right_example_has_no_error(string id)
    {
        string[] examples = Examples(id, "good");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(IdsIn(example)));
    }

    [Theory]
    [MemberData(nameof(SyntaxIds))]
    public void The_compiler_carries_the_page(string id)
    {
        using Stream? page = typeof(Parser).Assembly.GetManifestResourceStream($"errors/{id}.md");
        Assert.NotNull(page);
        Assert.StartsWith($"# {id}: ", new StreamReader(page).ReadToEnd(), StringComparison.Ordinal);
    }

    private static string[] IdsIn(string program)
    {
        var diagnostics = new DiagnosticBag();
        Parser.Parse(new SourceText("example.dnn", program), diagnostics);
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
