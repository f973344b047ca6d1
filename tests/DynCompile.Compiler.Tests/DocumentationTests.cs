using System.Text.RegularExpressions;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests;

/// <summary>The programs in the documentation compile, and those marked with an id are that error.</summary>
public partial class DocumentationTests
{
    public static TheoryData<string, int> Programs
    {
        get
        {
            var programs = new TheoryData<string, int>();
            foreach (string page in (string[])["README.md", "docs/language.md", "docs/tutorial.md", "docs/from-pytorch.md"])
            {
                int count = Fence().Count(File.ReadAllText(Path.Combine(Repository.Root, page)));
                for (int i = 0; i < count; i++)
                    programs.Add(page, i);
            }
            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_in_the_documentation_is_what_it_says(string page, int index)
    {
        Match fence = Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))[index];
        var diagnostics = new DiagnosticBag();

        Compilation.CheckFile(new SourceText(page, fence.Groups["text"].Value), diagnostics, imports: null, out _);

        string expected = fence.Groups["id"].Value;
        string[] found = [.. diagnostics.Sorted().Select(d => d.Id)];
        Assert.True(
            found.SequenceEqual(expected.Length == 0 ? [] : [expected]),
            $"{fence.Value}\nexpected {expected}, got:\n{new DiagnosticRenderer().Render(diagnostics)}"
        );
    }

    [GeneratedRegex("^```dnn ?(?<id>DYN[0-9]{4})?\r?\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
