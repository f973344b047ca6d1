using System.Reflection;
using System.Text.RegularExpressions;
using DynCompile.Compiler.Tests.Imports;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
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
        MatchCollection fences = Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)));
        Match fence = fences[index];
        // What has a path is a file that the others import.
        var files = new FilesInMemory(
            Path.GetFileName(page),
            fences.Where(f => f.Groups["path"].Success).Select(f => (f.Groups["path"].Value, f.Groups["text"].Value))
        );
        var diagnostics = new DiagnosticBag();

        Compilation.CheckFile(new SourceText(page, fence.Groups["text"].Value), diagnostics, files, out _);

        string expected = fence.Groups["id"].Value;
        string[] found = [.. diagnostics.Sorted().Select(d => d.Id)];
        Assert.True(
            found.SequenceEqual(expected.Length == 0 ? [] : [expected]),
            $"{fence.Value}\nexpected {expected}, got:\n{new DiagnosticRenderer().Render(diagnostics)}"
        );
    }

    [Fact]
    public void The_reference_of_the_language_shows_every_construct_with_and_without_its_optional_parts()
    {
        var shown = new HashSet<string>();
        foreach (Match fence in Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/language.md"))))
        {
            if (fence.Groups["id"].Length == 0)
                Collect(Parser.Parse(new SourceText("language.md", fence.Groups["text"].Value), new DiagnosticBag()), shown);
        }
        IEnumerable<Type> kinds = typeof(SyntaxNode).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SyntaxNode)) && !t.IsAbstract);

        // An assignment updates by arithmetic alone, and a `while` without a limit is an error.
        string[] arithmetic = ["Add", "Subtract", "Multiply", "Divide", "Remainder", "missing"];
        IEnumerable<string> missing = kinds
            .SelectMany(FormsOf)
            .Where(f => f != "WhileStatement.Limit=missing")
            .Where(f => !f.StartsWith("AssignStatement.Update=", StringComparison.Ordinal) || arithmetic.Contains(f.Split('=')[1]))
            .Except(shown);
        Assert.True(!missing.Any(), string.Join("\n", missing.Order(StringComparer.Ordinal)));
    }

    /// <summary>`RangeIndex`, `RangeIndex.End`, `RangeIndex.End=null`, `BinaryExpression.Operator=Add`: what there is to show of a kind of node.</summary>
    private static IEnumerable<string> FormsOf(Type kind)
    {
        yield return kind.Name;
        foreach (PropertyInfo part in PartsOf(kind))
        {
            bool mayBeMissing = new NullabilityInfoContext().Create(part).ReadState == NullabilityState.Nullable;
            Type type = Nullable.GetUnderlyingType(part.PropertyType) ?? part.PropertyType;
            string[] values =
                type == typeof(bool) ? ["True", "False"]
                : type.IsEnum ? Enum.GetNames(type)
                : mayBeMissing ? ["given"]
                : [];
            foreach (string value in mayBeMissing ? values.Append("missing") : values)
                yield return $"{kind.Name}.{part.Name}={value}";
        }
    }

    private static void Collect(SyntaxNode node, HashSet<string> shown)
    {
        shown.Add(node.GetType().Name);
        foreach (PropertyInfo part in PartsOf(node.GetType()))
        {
            string value = part.GetValue(node) switch
            {
                null => "missing",
                bool or Enum => $"{part.GetValue(node)}",
                _ => "given",
            };
            shown.Add($"{node.GetType().Name}.{part.Name}={value}");
        }
        foreach (SyntaxNode child in SyntaxTree.Children(node))
            Collect(child, shown);
    }

    private static IEnumerable<PropertyInfo> PartsOf(Type kind) =>
        kind.GetProperties().Where(p => p.Name is not ("Location" or "Documentation" or "IsDiscard"));

    [GeneratedRegex(
        "^```dnn ?((?<id>DYN[0-9]{4})|(?<path>[a-z/]+[.]dnn))?\r?\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();
}
