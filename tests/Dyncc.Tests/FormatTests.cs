using System.Text.Json;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>--format json|sarif</c>: diagnostics for programs, as docs/diagnostics.md has them.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Json_has_the_facts_that_people_see()
    {
        string file = Write(
            "m.dnn",
            """
            model M(x: f32[4]) -> (y: f32[2]) {
                layer fc = linear(2)
                exit x when max(fc(x)) > 0.5
                return fc(x)
            }
            """
        );

        (int exit, string output, string error) = CommandTests.Run("check", file, "--format", "json");

        Assert.Equal((1, ""), (exit, error));
        JsonElement found = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal("DYN0012", found.GetProperty("id").GetString());
        Assert.Equal("error", found.GetProperty("severity").GetString());
        Assert.Equal(file, found.GetProperty("file").GetString());
        Assert.Equal((3, 10, 3, 11), Place(found, "line", "column", "endLine", "endColumn"));
        (_, _, string page) = CommandTests.Run("check", file);
        foreach (string key in (string[])["message", "why"])
            Assert.Contains(found.GetProperty(key).GetString()!, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_for_people_are_no_part_of_what_a_program_reads()
    {
        string file = Write("m.dnn", "model M(x: f32[4]) -> (y: f32[2]) { layer fc = linear(2)  return fc(x) }");

        (int exit, string output, string error) = CommandTests.Run("run", file, "--random", "2", "--format", "json");

        Assert.Equal(0, exit);
        Assert.Contains("samples", output, StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(error).RootElement.EnumerateArray());
    }

    [Fact]
    public void People_are_told_how_many_errors_are_left_out()
    {
        string lines = string.Concat(Enumerable.Range(0, 130).Select(i => $"    let a{i} = p{i}\n"));
        string file = Write("m.dnn", $"model M(x: f32[4]) -> (y: f32[4]) {{\n{lines}    return x\n}}");

        CommandTests.Fails(1, "note: these are the first 100 of 130", CommandTests.Run("check", file));
        Assert.Equal(100, JsonDocument.Parse(CommandTests.Run("check", file, "--format", "json").Out).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    public void Columns_count_UTF16_units_behind_an_emoji(string format)
    {
        string file = Write("m.dnn", "/// 😀\nmodel M(x: f32[4]) -> (y: f32[4]) { return 😀x }");

        (int exit, string output, _) = CommandTests.Run("check", file, "--format", format);

        Assert.Equal(1, exit);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        (int, int, int, int) place =
            format == "json"
                ? Place(root[0], "line", "column", "endLine", "endColumn")
                : Place(Region(Result(root, 0)), "startLine", "startColumn", "endLine", "endColumn");
        Assert.Equal((2, 44, 2, 46), place);
    }

    [Fact]
    public void Sarif_names_each_rule_once_and_every_place()
    {
        string file = Write("a \"b é.dnn", "model M(x: f32[4]) -> (y: f32[4]) {\n  let a = b\n  let c = d\n  return x |> sofmax\n}");

        (int exit, string output, _) = CommandTests.Run("check", file, "--format", "sarif");

        Assert.Equal(1, exit);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        JsonElement run = root.GetProperty("runs")[0];
        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        JsonElement[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.True(results.Length >= 3);
        Assert.Equal(rules.Length, rules.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
        foreach (JsonElement result in results)
        {
            JsonElement rule = rules[result.GetProperty("ruleIndex").GetInt32()];
            Assert.Equal(result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString());
            Assert.NotEqual("", rule.GetProperty("help").GetProperty("text").GetString());
            string uri = result
                .GetProperty("locations")[0]
                .GetProperty("physicalLocation")
                .GetProperty("artifactLocation")
                .GetProperty("uri")
                .GetString()!;
            Assert.Equal(file, new Uri(uri).LocalPath);
        }
    }

    [Theory]
    [InlineData("json", "[]")]
    [InlineData("sarif", "\"results\": []")]
    public void Nothing_to_report_is_an_empty_list(string format, string expected)
    {
        string file = Write("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return x }");

        (int exit, string output, string error) = CommandTests.Run("check", file, "--format", format);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
        JsonDocument.Parse(output);
    }

    [Fact]
    public void Diagnostics_of_other_commands_go_to_stderr_and_files_without_text_have_no_lines()
    {
        string file = Write("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return x }");

        (int exit, string output, string error) = CommandTests.Run("run", file, "-i", "none.safetensors", "--format", "json");

        Assert.Equal((1, ""), (exit, output));
        JsonElement found = Assert.Single(JsonDocument.Parse(error).RootElement.EnumerateArray());
        Assert.Equal("none.safetensors", found.GetProperty("file").GetString());
        Assert.False(found.TryGetProperty("line", out _));
    }

    [Fact]
    public void Warnings_alone_leave_the_exit_code_0()
    {
        string file = Write("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return x  let late = x }");

        (int exit, string output, _) = CommandTests.Run("check", file, "--format", "json");

        Assert.Equal(0, exit);
        Assert.All(
            JsonDocument.Parse(output).RootElement.EnumerateArray(),
            d => Assert.Equal("warning", d.GetProperty("severity").GetString())
        );
    }

    [Theory]
    [InlineData("json")]
    [InlineData("human")]
    public void A_stdout_that_takes_nothing_is_an_error(string format)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        string file = Write("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return x }");
        string command = format == "json" ? $"check {file} --format json" : $"build {file} --emit ir";
        var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", $"dotnet {typeof(Dyncc).Assembly.Location} {command} > /dev/full"])
        {
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("error: the output could not be written", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_refused()
    {
        (int exit, _, string error) = CommandTests.Run("check", "m.dnn", "--format", "xml");

        Assert.Equal(2, exit);
        Assert.Contains("sarif", error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static JsonElement Result(JsonElement log, int index) => log.GetProperty("runs")[0].GetProperty("results")[index];

    private static JsonElement Region(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");

    private static (int, int, int, int) Place(JsonElement e, string line, string column, string endLine, string endColumn) =>
        (
            e.GetProperty(line).GetInt32(),
            e.GetProperty(column).GetInt32(),
            e.GetProperty(endLine).GetInt32(),
            e.GetProperty(endColumn).GetInt32()
        );
}
