using System.Diagnostics;

namespace DynCompile.CommandLine.Tests;

/// <summary>The commands as a script calls them: exit codes, what is on stdout, and that nothing is left behind on failure.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    private const string Model = "model M(x: f32[4]) -> (y: f32[2]) { layer fc = linear(2)  return x |> fc |> relu }";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("did you mean `check`?", "chek", "m.dnn")]
    [InlineData("did you mean `--target`?", "run", "m.dnn", "--targt", "cpu")]
    [InlineData("did you mean `--format`?", "check", "m.dnn", "--fromat", "json")]
    public void A_word_that_is_almost_right_has_a_suggestion(string suggestion, params string[] arguments)
    {
        (int exit, _, string error) = Run(arguments);
        Assert.Equal(2, exit);
        Assert.Contains(suggestion, error, StringComparison.Ordinal);
    }

    internal static (int Exit, string Out, string Error) Run(params string[] args) => RunWithInput("", args);

    /// <summary>Runs a command with a text on its stdin.</summary>
    internal static (int Exit, string Out, string Error) RunWithInput(string input, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Dyncc).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "it hangs");
        return (process.ExitCode, output, error.Result);
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string File(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    internal static void Fails(int exit, string says, (int Exit, string Out, string Error) run)
    {
        Assert.True(run.Exit == exit, $"exit code {run.Exit}, expected {exit}:\n{run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void Check_is_silent_about_a_right_model()
    {
        (int exit, string output, string error) = Run("check", File("m.dnn", Model));

        Assert.Equal((0, "", ""), (exit, output, error));
    }

    [Fact]
    public void A_missing_model_is_an_error() => Fails(1, "does not exist", Run("check", Path.Combine(_folder, "none.dnn")));

    [Fact]
    public void A_folder_is_no_model() => Fails(1, "it is a folder", Run("check", _folder));

    [Fact]
    public void An_empty_model_is_an_error() => Fails(1, "DYN0001", Run("check", File("m.dnn", "")));

    [Fact]
    public void A_binary_file_is_no_model() => Fails(1, "DYN0002", Run("check", File("m.dnn", new byte[] { 0x7f, 0x45, 0, 0, 1, 2, 3 })));

    [Fact]
    public void Nested_parentheses_end_in_one_error()
    {
        string deep = new string('(', 20_000) + "x" + new string(')', 20_000);

        Fails(1, "DYN0004", Run("check", File("m.dnn", $"model M(x: f32[4]) -> (y: f32[4]) {{ return {deep} }}")));
    }

    [Fact]
    public void A_size_overflow_is_an_error() =>
        Fails(1, "DYN0116", Run("check", File("m.dnn", "model M(x: f32[4000000000, 4000000000]) -> (y: f32[4]) { return x }")));

    [Fact]
    public void A_while_needs_a_limit() =>
        Fails(
            1,
            "DYN0170",
            Run("check", File("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { var y = x  while y[0] > 0.0 { y = y - 1.0 }  return y }"))
        );

    [Fact]
    public void Unknown_names_list_the_nearest() =>
        Fails(1, "relu", Run("check", File("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { return rleu(x) }")));

    [Fact]
    public void Several_errors_come_in_one_run()
    {
        (_, _, string error) = Run(
            "check",
            File("m.dnn", "model M(x: f32[4]) -> (y: f32[4]) { let a = p + 1.0  let b = q + 1.0  return a + b }")
        );

        Assert.Contains("`p`", error, StringComparison.Ordinal);
        Assert.Contains("`q`", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_weights_are_refused()
    {
        string model = File("m.dnn", Model);
        string weights = File("w.safetensors", new byte[] { 200, 0, 0, 0, 0, 0, 0, 0, (byte)'{' });

        Fails(1, "w.safetensors", Run("run", model, "-w", weights, "--random", "2", "-o", Path.Combine(_folder, "out.safetensors")));
        Assert.False(System.IO.File.Exists(Path.Combine(_folder, "out.safetensors")));
    }

    [Fact]
    public void Weights_of_another_model_are_named_all_at_once()
    {
        (int exit, _, string error) = Run(
            "run",
            File("m.dnn", Model),
            "-w",
            Repository.Oracle("dkvb", "weights.safetensors"),
            "--random",
            "2"
        );

        Assert.Equal(1, exit);
        Assert.Contains("fc.weight", error, StringComparison.Ordinal);
        Assert.Contains("fc.bias", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_of_the_wrong_shape_shows_both_shapes()
    {
        string model = File(
            "m.dnn",
            "model M(x: f32[24]) -> (y: f32[31]) { layer enc = linear(31)  param keys: f32[4, 20, 8]  param values: f32[4, 20, 10]  return enc(x) }"
        );

        Fails(1, "[31, 24]", Run("run", model, "-w", Repository.Oracle("dkvb", "weights.safetensors"), "--random", "2"));
    }

    [Fact]
    public void An_input_of_the_wrong_rank_is_refused()
    {
        string model = File("m.dnn", "model M(x: f32[6, 4]) -> (y: f32[6, 4]) { return relu(x) }");

        Fails(1, "f32[N, 6, 4]", Run("run", model, "-i", Repository.Oracle("dkvb", "inputs.safetensors")));
    }

    [Fact]
    public void A_missing_input_lists_what_the_file_has() =>
        Fails(1, "`x`", Run("run", Repository.Model("branchy_lenet"), "-i", Repository.Oracle("dkvb", "inputs.safetensors")));

    [Fact]
    public void An_unlisted_elastic_size_is_wrong_usage() =>
        Fails(2, "16, 32, 48, 64", Run("run", Repository.Model("sorted_mlp"), "--random", "2", "--set", "width=3"));

    [Theory]
    [InlineData("width", "NAME=VALUE")]
    [InlineData("height=3", "no elastic size")]
    [InlineData("width=99999999999999999999", "NAME=VALUE")]
    public void A_malformed_setting_is_wrong_usage(string setting, string says) =>
        Fails(2, says, Run("run", Repository.Model("sorted_mlp"), "--random", "2", "--set", setting));

    [Fact]
    public void An_unknown_target_is_wrong_usage() => Fails(2, "cpu", Run("run", File("m.dnn", Model), "-t", "gpu", "--random", "2"));

    [Fact]
    public void A_run_without_inputs_says_how_to_give_them() => Fails(2, "--random", Run("run", File("m.dnn", Model)));

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "many")]
    [InlineData("--no-such-option", "1")]
    public void Wrong_options_are_wrong_usage(string option, string value)
    {
        (int exit, _, string error) = Run("run", File("m.dnn", Model), "--random", "2", option, value);

        Assert.Equal(2, exit);
        Assert.Contains("error", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_that_differ_end_with_3()
    {
        string oracle = Repository.Oracle("dkvb", "expected.safetensors");
        (int exit, _, string error) = Run("run", Repository.Model("dkvb"), "--random", "64", "--expect", oracle);

        Assert.Equal(3, exit);
        Assert.Contains("difference", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_names_line_sample_value_and_bound_and_writes_nothing()
    {
        string model = File("m.dnn", "model M(x: f32[4], k: i32) -> (y: f32) {\n    return x[k * 0 + 1000]\n}");
        string output = Path.Combine(_folder, "out.safetensors");
        string earlier = File("earlier.safetensors", "what an earlier run wrote");
        foreach (string target in Target.Names)
        {
            (int Exit, string Out, string Error) run = Run("run", model, "-t", target, "--random", "2", "-o", output);
            Fails(1, "error[DYN0410]: index 1000 is outside 0..4 (sample 0, line 2, column 12)", run);
            Assert.False(System.IO.File.Exists(output));
            Assert.Equal(1, Run("run", model, "-t", target, "--random", "2", "-o", earlier).Exit);
            Assert.Equal("what an earlier run wrote", System.IO.File.ReadAllText(earlier));
        }
    }

    [Fact]
    public void More_random_samples_than_a_tensor_holds_are_a_limit_of_the_tool() =>
        Fails(4, "DYN0510", Run("run", Repository.Model("branchy_lenet"), "--random", "2000000000"));

    [Fact]
    public void An_empty_batch_is_a_run_like_any_other()
    {
        string output = Path.Combine(_folder, "out.safetensors");

        Assert.Equal(0, Run("run", File("m.dnn", Model), "--random", "0", "-o", output).Exit);
        Assert.Equal([0, 2], Tensors.TensorFile.Read(output)["y"].Shape);
    }

    [Fact]
    public void Results_are_equal_on_disk_at_any_batch_size()
    {
        string[] files = [.. new[] { 1, 7, 64 }.Select(b => Path.Combine(_folder, $"{b}.safetensors"))];
        foreach (string file in files)
            Assert.Equal(
                0,
                Run("run", File("m.dnn", Model), "--random", "70", "--batch", Path.GetFileNameWithoutExtension(file), "-o", file).Exit
            );

        Assert.Equal(System.IO.File.ReadAllBytes(files[0]), System.IO.File.ReadAllBytes(files[1]));
        Assert.Equal(System.IO.File.ReadAllBytes(files[0]), System.IO.File.ReadAllBytes(files[2]));
    }

    [Theory]
    [InlineData("ast", "model")]
    [InlineData("ir", "linear")]
    [InlineData("regions", "block 0")]
    [InlineData("cs", "public sealed class M")]
    public void Build_prints_a_stage(string stage, string holds)
    {
        (int exit, string output, _) = Run("build", File("m.dnn", Model), "--emit", stage);

        Assert.Equal(0, exit);
        Assert.Contains(holds, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_writes_the_class_into_the_folder()
    {
        string folder = Path.Combine(_folder, "out");
        (int exit, string output, _) = Run("build", File("m.dnn", Model), "-o", folder);

        Assert.Equal(0, exit);
        Assert.Equal(Path.Combine(folder, "m.g.cs"), output.Trim());
        Assert.Equal([output.Trim()], Directory.GetFiles(folder));
    }

    [Fact]
    public void Build_prints_the_graph_after_each_pass_and_times_them()
    {
        (int exit, string output, string error) = Run("build", File("m.dnn", Model), "--print-ir-after", "all", "--time-passes");

        Assert.Equal(0, exit);
        Assert.Contains("// after fuse-elementwise", output, StringComparison.Ordinal);
        Assert.Contains("ms  fold-constants", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_layers_costs_and_exits()
    {
        (int exit, string output, _) = Run("inspect", Repository.Model("branchy_lenet"));

        Assert.Equal(0, exit);
        Assert.Contains("conv1.weight", output, StringComparison.Ordinal);
        Assert.Contains("456,928", output, StringComparison.Ordinal);
        Assert.Contains("exit2", output, StringComparison.Ordinal);
        Assert.Matches(@"0 +25,088 +BranchyLeNet +%\d+: f32\[8, 28, 28\]", output);
    }

    [Fact]
    public void Inspect_shows_costs_beyond_63_bits_as_the_largest_number()
    {
        string loops = string.Concat(Enumerable.Range(0, 3).Select(i => $"for i{i} in 0..2000000000 {{ "));
        string model = $"model M(x: f32[4]) -> (y: f32[4]) {{ layer fc = linear(4)  var h = x  {loops}h = fc(h) }} }} }}  return h }}";

        Assert.Contains("9,223,372,036,854,775,807", Run("inspect", File("m.dnn", model)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_says_what_it_chooses() =>
        Assert.Contains(
            "width = 48, depth = 1",
            Run("run", Repository.Model("sorted_mlp"), "--random", "2", "--budget", "5000").Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void Explain_shows_the_page_of_an_error()
    {
        Assert.Contains("DYN0004", Run("explain", "dyn0004").Out, StringComparison.Ordinal);
        Fails(2, "DYN0", Run("explain", "DYN0999"));
    }

    [Fact]
    public void Doctor_compiles_and_runs_a_model() =>
        Assert.Contains("a small model compiles and runs", Run("doctor").Out, StringComparison.Ordinal);

    [Fact]
    public void Without_weights_they_are_random_and_it_says_so() =>
        Assert.Contains("random ones, seed 0", Run("run", File("m.dnn", Model), "--random", "2").Error, StringComparison.Ordinal);
}
