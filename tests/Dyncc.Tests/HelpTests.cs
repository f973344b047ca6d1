using System.CommandLine;
using System.Diagnostics;

namespace DynCompile.CommandLine.Tests;

/// <summary>What the command line says of itself: its examples, the nearest words, and what shells complete.</summary>
public class HelpTests
{
    private const string Example = "Example: dyncc ";

    public static TheoryData<string> Commands => [.. Dyncc.Commands().Subcommands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_has_examples_that_parse_and_whose_files_are_in_the_repository(string name)
    {
        RootCommand root = Dyncc.Commands();
        Command command = root.Subcommands.Single(c => c.Name == name);
        string[] examples =
        [
            .. command
                .Description!.Split('\n')
                .Where(l => l.StartsWith(Example, StringComparison.Ordinal))
                .Select(l => l[Example.Length..]),
        ];

        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            string[] words = example.Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Empty(CommandLineErrors.Of(root.Parse(words)));
            // A name without a folder stands for a file of the reader's.
            foreach (string path in words.Where(w => w.Contains('/')))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"there is no {path}: {example}");
        }
    }

    [Theory]
    [InlineData("chek m.dnn", "there is no command `chek`", "`check`")]
    [InlineData("train recipe", "there is no command `train`", "known: `check`")]
    [InlineData("import m.onnx -o d", "there is no command `import`", "known: `check`")]
    [InlineData("run m.dnn --wieghts w", "there is no option `--wieghts`", "`--weights`")]
    [InlineData("check --roott d m.dnn", "there is no option `--roott`", "`--root`")]
    [InlineData("run m.dnn --format jsno", "there is no format `jsno`", "`json`")]
    [InlineData("run m.dnn -t interpeter", "there is no target `interpeter`", "`interpreter`")]
    [InlineData("build m.dnn -t onxx", "there is no target `onxx`", "`onnx`")]
    [InlineData("build m.dnn --emit reigons", "there is no stage `reigons`", "`regions`")]
    [InlineData("build m.dnn --print-ir-after fold-constant", "there is no pass `fold-constant`", "`fold-constants`")]
    [InlineData("inspect m.dnn --graph svgg", "there is no format `svgg`", "`svg`")]
    [InlineData("compare m.dnn --oracle onnx-runtime", "there is no oracle `onnx-runtime`", "`onnxruntime`")]
    [InlineData("run m.dnn --batch ten", "`ten` is not a whole number", "`--batch`")]
    [InlineData("run m.dnn --atol small", "`small` is not a number", "`--atol`")]
    [InlineData("run m.dnn --batch", "it needs a value", "`--batch`")]
    [InlineData("run m.dnn other.dnn", "`other.dnn` is one word too many", "dyncc run --help")]
    [InlineData("run", "MODEL.dnn is missing", "dyncc run --help")]
    [InlineData("", "a command is missing", "dyncc --help")]
    [InlineData("completions bsh", "there is no shell `bsh`", "`bash`")]
    public void A_wrong_word_is_wrong_usage_and_the_nearest_are_named(string line, string says, string hint)
    {
        (int Exit, string Out, string Error) run = CommandTests.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        CommandTests.Fails(2, says, run);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_word_is_a_finding_of_the_format_that_is_asked_for()
    {
        (int exit, string output, string error) = CommandTests.Run("run", "m.dnn", "--wieghts", "w", "--format", "json");

        System.Text.Json.JsonElement found = Assert.Single(System.Text.Json.JsonDocument.Parse(error).RootElement.EnumerateArray());
        Assert.Equal((2, "", "DYN0508"), (exit, output, found.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("--version")]
    public void Help_needs_nothing_else(string line) =>
        Assert.Equal((0, ""), (CommandTests.Run(line.Split(' ')).Exit, CommandTests.Run(line.Split(' ')).Error));

    [Fact]
    public void A_file_may_be_called_what_options_or_answer_files_look_like()
    {
        CommandTests.Fails(1, "`--root` does not exist", CommandTests.Run("check", "--", "--root"));
        CommandTests.Fails(1, "`@m.dnn` does not exist", CommandTests.Run("check", "@m.dnn"));
    }

    [Theory]
    [InlineData("dyncc ins", "inspect")]
    [InlineData("dyncc run m.dnn --tar", "--target")]
    [InlineData("dyncc run m.dnn --target inter", "interpreter")]
    [InlineData("dyncc check m.dnn --format sa", "sarif")]
    [InlineData("dyncc run m.dnn --data fash", "fashion-mnist")]
    public void Bash_completes_commands_options_and_values(string line, string word)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash");
        string script = $$"""
            dyncc() { dotnet '{{typeof(Dyncc).Assembly.Location}}' "$@"; }
            {{CommandTests.Run("completions", "bash").Out}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            COMP_WORDS=($COMP_LINE) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _dyncc
            echo "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;

        Assert.Equal(word, bash.StandardOutput.ReadToEnd().Trim());
        bash.WaitForExit();
    }
}
