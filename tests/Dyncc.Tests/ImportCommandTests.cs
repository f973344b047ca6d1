namespace DynCompile.CommandLine.Tests;

/// <summary>`import` on the file system: what is found, what is refused, and that every command sees the files.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-import").FullName;

    private const string Layers = "block Halve(x: f32[N]) -> f32[N] { return x / 2.0 }";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, string.Join("\n", lines));
        return path;
    }

    private string Model(string name, string import) =>
        File(name, $"import \"{import}\"", "model M(x: f32[4]) -> (y: f32[4]) {", "    layer halve = Halve()", "    return halve(x)", "}");

    private static (int Exit, string Out, string Error) Run(params string[] args) => CommandTests.Run(args);

    private static void Fails(string says, (int Exit, string Out, string Error) run) => CommandTests.Fails(1, says, run);

    [Fact]
    public void Every_command_compiles_imported_files()
    {
        File("parts/layers.dnn", Layers);
        string model = Model("m.dnn", "parts/layers.dnn");

        Assert.Equal((0, "", ""), Run("check", model));
        Assert.Contains("parts/layers.dnn:", Run("build", model, "--emit", "cs").Out, StringComparison.Ordinal);
        Assert.Contains("layers.dnn:1", Run("inspect", model).Out, StringComparison.Ordinal);
        foreach (string target in Target.Names)
            Assert.Equal(0, Run("run", model, "-t", target, "--random", "2").Exit);
    }

    [Fact]
    public void The_emitted_class_names_no_folder_outside_the_project()
    {
        File("parts/layers.dnn", Layers);

        Assert.DoesNotContain(_folder, Run("build", Model("m.dnn", "parts/layers.dnn"), "--emit", "cs").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_import_changes_the_results()
    {
        string model = Model("m.dnn", "layers.dnn");
        string[] outputs = [Path.Combine(_folder, "a.safetensors"), Path.Combine(_folder, "b.safetensors")];
        File("layers.dnn", Layers);
        Assert.Equal(0, Run("run", model, "--random", "2", "-o", outputs[0]).Exit);
        File("layers.dnn", Layers.Replace("2.0", "4.0", StringComparison.Ordinal));
        Assert.Equal(0, Run("run", model, "--random", "2", "-o", outputs[1]).Exit);

        float[] halves = Tensors.TensorFile.Read(outputs[0])["y"].ToFloats();
        Assert.Equal(halves.Select(y => y / 2), Tensors.TensorFile.Read(outputs[1])["y"].ToFloats());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("interpreter")]
    public void A_fault_in_an_imported_file_names_it_and_the_line(string target)
    {
        File("parts/rows.dnn", "fn row(x: f32[N], k: i32) -> f32 {", "    return x[k + 1000]", "}");
        string model = File("m.dnn", "import \"parts/rows.dnn\"", "model M(x: f32[4], k: i32) -> (y: f32) { return row(x, k) }");

        Fails("parts/rows.dnn, line 2", Run("run", model, "-t", target, "--random", "2"));
    }

    [Fact]
    public void An_error_in_an_imported_file_shows_the_path_from_where_the_command_runs()
    {
        File("parts/layers.dnn", "block Halve(x: f32[N]) -> f32[N] { return y }");

        Fails(Path.Combine(_folder, "parts", "layers.dnn") + ":1:43", Run("check", Model("m.dnn", "parts/layers.dnn")));
    }

    [Fact]
    public void A_missing_file_lists_the_nearest()
    {
        File("parts/layers.dnn", Layers);

        Fails("did you mean `layers.dnn`?", Run("check", Model("m.dnn", "parts/layer.dnn")));
        Fails("did you mean `parts`?", Run("check", Model("m.dnn", "part/layers.dnn")));
    }

    [Fact]
    public void Capital_letters_count_on_every_file_system()
    {
        File("layers.dnn", Layers);

        Fails("did you mean `layers.dnn`?", Run("check", Model("m.dnn", "Layers.dnn")));
    }

    [Fact]
    public void A_folder_is_not_imported()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "parts.dnn"));

        Fails("it is a folder", Run("check", Model("m.dnn", "parts.dnn")));
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        File("layers.dnn", Layers);

        Fails("DYN0300", Run("check", Model("m.dnn", "layers.dnn/a.dnn")));
    }

    [Fact]
    public void What_is_not_utf8_is_not_imported()
    {
        System.IO.File.WriteAllBytes(Path.Combine(_folder, "layers.dnn"), [(byte)'/', (byte)'/', 0xC3, (byte)'(']);

        Fails("it is not UTF-8: byte 2 is 0xC3", Run("check", Model("m.dnn", "layers.dnn")));
    }

    [Fact]
    public void A_model_that_is_not_utf8_is_refused_too()
    {
        string model = Path.Combine(_folder, "m.dnn");
        System.IO.File.WriteAllBytes(model, [0xFF, 0xFE, (byte)'m', 0]);

        Fails("it is not UTF-8: byte 0 is 0xFF", Run("check", model));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        System.IO.File.WriteAllBytes(
            Path.Combine(_folder, "layers.dnn"),
            [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Layers)]
        );

        Assert.Equal((0, "", ""), Run("check", Model("m.dnn", "layers.dnn")));
    }

    [Fact]
    public void What_is_far_too_large_is_not_read()
    {
        using (FileStream large = System.IO.File.Create(Path.Combine(_folder, "layers.dnn")))
            large.SetLength(1L << 33);

        Fails("more than 67108864 bytes", Run("check", Model("m.dnn", "layers.dnn")));
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        using (var make = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, "layers.dnn")))
            make.WaitForExit();

        Fails("DYN0001", Run("check", Model("m.dnn", "layers.dnn")));
    }

    [Fact]
    public void Binary_files_are_no_programs()
    {
        System.IO.File.WriteAllBytes(Path.Combine(_folder, "layers.dnn"), [0x7f, 0x45, 0, 0, 1, 2, 3]);

        Fails("DYN0002", Run("check", Model("m.dnn", "layers.dnn")));
    }

    [Theory]
    [InlineData("../layers.dnn", "DYN0302")]
    [InlineData("parts/../../layers.dnn", "DYN0302")]
    [InlineData("/layers.dnn", "DYN0301")]
    [InlineData("C:\\\\layers.dnn", "DYN0301")]
    [InlineData("con.dnn", "DYN0301")]
    public void A_path_out_of_the_project_is_refused(string path, string id)
    {
        File("layers.dnn", Layers);

        Fails(id, Run("check", Model("nets/m.dnn", path)));
    }

    [Fact]
    public void A_root_above_the_model_widens_the_project()
    {
        File("shared/layers.dnn", Layers);
        string model = Model("nets/m.dnn", "../shared/layers.dnn");

        Fails("`--root DIR`", Run("check", model));
        Assert.Equal((0, "", ""), Run("check", model, "--root", _folder));
        Assert.Equal(0, Run("run", model, "--root", _folder, "--random", "2").Exit);
        Assert.Contains("layers.dnn:1", Run("inspect", model, "--root", _folder).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_does_not_hold_the_model_is_wrong_usage()
    {
        string model = Model("nets/m.dnn", "layers.dnn");
        Directory.CreateDirectory(Path.Combine(_folder, "other"));

        CommandTests.Fails(2, "does not lie below", Run("check", model, "--root", Path.Combine(_folder, "other")));
        CommandTests.Fails(2, "there is no folder", Run("check", model, "--root", Path.Combine(_folder, "none")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_out_of_the_project_is_not_followed(bool isFolder)
    {
        string secret = File("secret/layers.dnn", "this text is nobody's business");
        string model = Model("nets/m.dnn", isFolder ? "link/layers.dnn" : "link.dnn");
        if (isFolder)
            Directory.CreateSymbolicLink(Path.Combine(_folder, "nets", "link"), Path.Combine(_folder, "secret"));
        else
            System.IO.File.CreateSymbolicLink(Path.Combine(_folder, "nets", "link.dnn"), secret);

        (int exit, _, string error) = Run("check", model);

        Assert.Equal(1, exit);
        Assert.Contains("DYN0302", error, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_behind_a_link_out_of_the_project_are_not_listed()
    {
        File("secret/private.dnn", Layers);
        string model = Model("nets/m.dnn", "link/privat.dnn");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "nets", "link"), Path.Combine(_folder, "secret"));

        Assert.DoesNotContain("private", Run("check", model).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_inside_the_project_is_the_file_that_it_leads_to()
    {
        File("parts/layers.dnn", Layers);
        File(
            "other.dnn",
            "import \"parts/layers.dnn\"",
            "fn same(x: f32[N]) -> f32[N] { return x }",
            "block Q(x: f32[N]) -> f32[N] { layer h = Halve()  return h(x) }"
        );
        System.IO.File.CreateSymbolicLink(Path.Combine(_folder, "link.dnn"), Path.Combine("parts", "layers.dnn"));
        string model = File(
            "m.dnn",
            "import \"link.dnn\"",
            "import \"parts/layers.dnn\"",
            "import \"other.dnn\"",
            "model M(x: f32[4]) -> (y: f32[4]) { layer halve = Halve()  return same(halve(x)) }"
        );

        (int exit, _, string error) = Run("check", model);

        Assert.Equal(0, exit);
        Assert.Contains("is imported twice", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_in_a_circle_end_in_one_error()
    {
        System.IO.File.CreateSymbolicLink(Path.Combine(_folder, "a.dnn"), "b.dnn");
        System.IO.File.CreateSymbolicLink(Path.Combine(_folder, "b.dnn"), "a.dnn");

        Fails("DYN0303", Run("check", Model("m.dnn", "a.dnn")));
    }

    [Fact]
    public void A_project_may_itself_be_reached_through_a_link()
    {
        File("real/layers.dnn", Layers);
        Model("real/m.dnn", "layers.dnn");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "here"), Path.Combine(_folder, "real"));

        Assert.Equal((0, "", ""), Run("check", Path.Combine(_folder, "here", "m.dnn")));
    }

    [Fact]
    public void A_circle_of_files_is_one_error()
    {
        File("a.dnn", "import \"b.dnn\"", Layers);
        File("b.dnn", "import \"a.dnn\"", "fn f(x: f32) -> f32 { return x }");

        Fails("circle", Run("check", Model("m.dnn", "a.dnn")));
    }

    [Fact]
    public void A_file_without_a_model_is_checked_as_far_as_its_sizes_are_known()
    {
        string library = File(
            "layers.dnn",
            Layers,
            "block Ffn(width: int = 8)(x: f32[width * 2]) -> f32[4] { layer fc = linear(4)  return fc(x) }",
            "fn total(x: f32[4]) -> (a: f32, b: i32) { return (sum(x), argmax(x)) }"
        );

        (int exit, string output, string error) = Run("check", library);

        Assert.Equal((0, ""), (exit, output));
        Assert.Equal(
            $"note: `{library}` has no model; it is for others to import. checked: `Ffn` and `total`. "
                + "checked where models call them, which fix their sizes: `Halve`.\n",
            error.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void Errors_of_several_parts_of_a_library_come_in_one_run()
    {
        string library = File(
            "layers.dnn",
            "block A(x: f32[4]) -> f32[4] { return x + nothing }",
            "block B(x: f32[4]) -> f32[3] { return x }",
            "fn f(x: f32) -> f32 { return missing(x) }"
        );

        (int exit, _, string error) = Run("check", library);

        Assert.Equal(1, exit);
        Assert.Contains("`nothing`", error, StringComparison.Ordinal);
        Assert.Contains("layers.dnn:2:39", error, StringComparison.Ordinal);
        Assert.Contains("`missing`", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("inspect")]
    [InlineData("run")]
    public void A_file_without_a_model_does_nothing_else(string command) =>
        Fails("DYN0196", Run([command, File("layers.dnn", Layers), .. command == "run" ? new[] { "--random", "2" } : []]));
}
