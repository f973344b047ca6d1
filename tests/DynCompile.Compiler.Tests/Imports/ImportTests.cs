using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Imports;

/// <summary>What `import` brings, and to whom.</summary>
public class ImportTests
{
    private const string Halve = "block Halve(x: f32[N]) -> f32[N] { return x / 2.0 }";
    private const string UsesHalve = "model M(x: f32[4]) -> (y: f32[4]) { layer h = Halve()  return h(x) }";

    private static (string Path, string Text) File(string path, params string[] lines) => (path, string.Join("\n", lines));

    private static ModelGraph Bind(string main, params (string Path, string Text)[] files)
    {
        var diagnostics = new DiagnosticBag();
        ModelGraph? graph = Compilation.Check(new SourceText("main.dnn", main), diagnostics, new FilesInMemory("main.dnn", files));
        Assert.True(graph is not null && diagnostics.Count == 0, new DiagnosticRenderer().Render(diagnostics));
        return graph;
    }

    private static string Errors(string main, params (string Path, string Text)[] files)
    {
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("main.dnn", main), diagnostics, new FilesInMemory("main.dnn", files));
        Assert.NotEqual(0, diagnostics.Count);
        return new DiagnosticRenderer().Render(diagnostics);
    }

    private static void Fails(string id, string says, string main, params (string Path, string Text)[] files)
    {
        string errors = Errors(main, files);
        Assert.Contains($"[{id}]", errors, StringComparison.Ordinal);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Equal(1, errors.Split("more: ").Length - 1);
    }

    [Fact]
    public void An_imported_block_is_as_one_of_the_file_itself()
    {
        // The same line and column as in the importing program, so that only the file differs.
        ModelGraph here = Bind($"{Halve}\n{UsesHalve}");
        ModelGraph there = Bind($"import \"layers.dnn\"\n{UsesHalve}", File("layers.dnn", Halve));

        Assert.Equal(GraphPrinter.Print(here), GraphPrinter.Print(there).Replace("@\"layers.dnn\":", "@", StringComparison.Ordinal));
    }

    [Fact]
    public void An_import_brings_top_level_helpers_too() =>
        Bind(
            "import \"fns.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { return halve(x) }",
            File("fns.dnn", "fn halve(x: f32[N]) -> f32[N] { return x / 2.0 }")
        );

    [Fact]
    public void An_imported_helper_stands_before_an_operator_of_its_name_as_one_of_the_file_itself()
    {
        string model = "model M(x: f32[4]) -> (y: f32[4]) { return relu(x) }";
        string helper = "fn relu(x: f32[N]) -> f32[N] { return tanh(x) }";

        Assert.Contains("tanh", GraphPrinter.Print(Bind($"import \"a.dnn\"\n{model}", File("a.dnn", helper))), StringComparison.Ordinal);
        Assert.Contains("tanh", GraphPrinter.Print(Bind($"{helper}\n{model}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Imports_and_declarations_stand_in_any_order() => Bind($"{UsesHalve}\nimport \"layers.dnn\"", File("layers.dnn", Halve));

    [Fact]
    public void The_model_of_an_imported_file_is_not_brought()
    {
        ModelGraph graph = Bind(
            $"import \"other.dnn\"\n{UsesHalve}",
            File("other.dnn", Halve, "model Other(z: f32[9]) -> (y: f32[9]) { layer h = Halve()  return h(z) }")
        );

        Assert.Equal("M", graph.Name);
    }

    [Fact]
    public void A_block_sees_what_its_own_file_imports() =>
        Bind(
            $"import \"layers.dnn\"\n{UsesHalve}",
            File("layers.dnn", "import \"fns.dnn\"", "block Halve(x: f32[N]) -> f32[N] { return halve(x) }"),
            File("fns.dnn", "fn halve(x: f32[N]) -> f32[N] { return x / 2.0 }")
        );

    [Fact]
    public void What_an_imported_file_imports_is_not_seen_but_said() =>
        Fails(
            "DYN0180",
            "`Halve` is in `layers.dnn`; a file sees the names of the files that it imports itself",
            $"import \"middle.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) {{ layer h = Halve()  layer q = Quarter()  return x |> h |> q }}",
            File("middle.dnn", "import \"layers.dnn\"", "block Quarter(x: f32[N]) -> f32[N] { layer h = Halve()  return x |> h |> h }"),
            File("layers.dnn", Halve)
        );

    [Fact]
    public void An_imported_block_does_not_see_the_names_of_the_file_that_imports_it() =>
        Fails(
            "DYN0100",
            "layers.dnn:1:43",
            $"import \"layers.dnn\"\nfn halve(x: f32[N]) -> f32[N] {{ return x / 2.0 }}\n{UsesHalve}",
            File("layers.dnn", "block Halve(x: f32[N]) -> f32[N] { return halve(x) }")
        );

    [Fact]
    public void Files_that_do_not_import_each_other_use_the_same_names()
    {
        ModelGraph graph = Bind(
            """
            import "a.dnn"
            import "b.dnn"
            model M(x: f32[4]) -> (y: f32[4]) {
                layer first = A()
                layer second = B()
                return x |> first |> second
            }
            """,
            File("a.dnn", "import \"deep/inner.dnn\"", "block A(x: f32[N]) -> f32[N] { layer i = Inner()  return i(x) }"),
            File(
                "b.dnn",
                "block B(x: f32[N]) -> f32[N] { layer i = Inner()  return i(x) }",
                "block Inner(x: f32[N]) -> f32[N] { return tanh(x) }"
            ),
            File("deep/inner.dnn", "block Inner(x: f32[N]) -> f32[N] { return relu(x) }")
        );

        Assert.Equal(["Inner", "A", "Inner_2", "B", "M"], graph.Functions.Select(f => f.Name));
    }

    [Fact]
    public void A_block_may_call_a_block_of_the_same_name_in_another_file() =>
        Bind(
            "import \"outer.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { layer a = Outer()  return a(x) }",
            File("outer.dnn", "import \"inner.dnn\"", "block Outer(x: f32[N]) -> f32[N] { layer p = Part()  return p(x) }"),
            File("inner.dnn", "import \"last.dnn\"", "block Part(x: f32[N]) -> f32[N] { layer q = Last()  return q(x) }"),
            File(
                "last.dnn",
                "block Last(x: f32[N]) -> f32[N] { layer o = Outer()  return o(x) }",
                "block Outer(x: f32[N]) -> f32[N] { return relu(x) }"
            )
        );

    [Fact]
    public void A_file_imported_along_two_paths_is_one()
    {
        var files = new FilesInMemory(
            "main.dnn",
            File("a.dnn", "import \"parts/base.dnn\"", "block A(x: f32[N]) -> f32[N] { layer h = Halve()  return h(x) }"),
            File("parts/b.dnn", "import \"./base.dnn\"", "block B(x: f32[N]) -> f32[N] { layer h = Halve()  return h(x) }"),
            File("parts/base.dnn", Halve)
        );
        var diagnostics = new DiagnosticBag();
        ModelGraph? graph = Compilation.Check(
            new SourceText(
                "main.dnn",
                """
                import "a.dnn"
                import "parts/b.dnn"
                import "parts/../parts/base.dnn"
                model M(x: f32[4]) -> (y: f32[4]) {
                    layer a = A()
                    layer b = B()
                    layer h = Halve()
                    return x |> a |> b |> h
                }
                """
            ),
            diagnostics,
            files
        );

        Assert.Equal(["Halve", "A", "B", "M"], graph!.Functions.Select(f => f.Name));
        Assert.Equal(["a.dnn", "parts/b.dnn", "parts/base.dnn"], files.Asked);
    }

    [Fact]
    public void The_same_name_in_two_imports_is_an_error_at_the_second_that_names_both_files()
    {
        string errors = Errors($"import \"a.dnn\"\nimport \"b.dnn\"\n{UsesHalve}", File("a.dnn", Halve), File("b.dnn", "", Halve));

        Assert.Equal(
            """
            error[DYN0305]: `Halve` is in `a.dnn` and in `b.dnn`
              main.dnn:2:1
            2 | import "b.dnn"
              | ^^^^^^^^^^^^^^
              a.dnn:1:7
            1 | block Halve(x: f32[N]) -> f32[N] { return x / 2.0 }
              |       ----- declared here
              b.dnn:2:7
            2 | block Halve(x: f32[N]) -> f32[N] { return x / 2.0 }
              |       ----- and here
            why:  a file sees its own blocks and helpers and those of the files that it imports, each under one name.
            hint: rename one of the two, or import only one of the files.
            more: dyncc explain DYN0305

            """,
            errors
        );
    }

    [Fact]
    public void A_block_and_an_imported_helper_share_no_name() =>
        Fails(
            "DYN0305",
            "`main.dnn` and in `a.dnn`",
            $"import \"a.dnn\"\n{Halve}\n{UsesHalve}",
            File("a.dnn", "fn Halve(x: f32) -> f32 { return x }")
        );

    [Fact]
    public void A_circle_is_an_error_that_shows_all_of_it()
    {
        string errors = Errors(
            $"import \"a.dnn\"\n{UsesHalve}",
            File("a.dnn", "import \"parts/b.dnn\"", Halve),
            File("parts/b.dnn", "import \"../a.dnn\"", "fn f(x: f32) -> f32 { return x }")
        );

        Assert.Equal(
            """
            error[DYN0304]: files import each other in a circle: a.dnn → parts/b.dnn → a.dnn
              parts/b.dnn:1:1
            1 | import "../a.dnn"
              | ^^^^^^^^^^^^^^^^^
              a.dnn:1:1
            1 | import "parts/b.dnn"
              | -------------------- in the circle
            why:  blocks do not recurse, so files need not know each other both ways.
            hint: move what both use into a file of its own.
            more: dyncc explain DYN0304

            """,
            errors
        );
    }

    [Fact]
    public void A_file_does_not_import_itself() =>
        Fails("DYN0304", "`main.dnn` imports itself", $"import \"main.dnn\"\n{Halve}\n{UsesHalve}");

    [Fact]
    public void Every_circle_is_reported_once() =>
        Assert.Equal(
            2,
            Errors(
                    $"import \"a.dnn\"\nimport \"b.dnn\"\n{UsesHalve}",
                    File("a.dnn", "import \"main.dnn\"", Halve),
                    File("b.dnn", "import \"b.dnn\"")
                )
                .Split("[DYN0304]")
                .Length - 1
        );

    [Fact]
    public void A_missing_file_lists_the_nearest() =>
        Fails(
            "DYN0300",
            "did you mean `layers.dnn`?",
            $"import \"layer.dnn\"\n{UsesHalve}",
            File("layers.dnn", Halve),
            File("nets.dnn", Halve)
        );

    [Fact]
    public void A_text_in_no_folder_has_no_imports()
    {
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("main.dnn", $"import \"layers.dnn\"\n{UsesHalve}"), diagnostics);

        Assert.IsType<ImportNotFound>(Assert.Single(diagnostics.Sorted()));
    }

    [Fact]
    public void An_error_in_an_imported_file_is_reported_once_with_that_file() =>
        Fails(
            "DYN0100",
            "parts/a.dnn:2:12",
            "import \"parts/a.dnn\"\nimport \"b.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { layer p = P()  layer q = P()  return f(x |> p |> q) }",
            File("parts/a.dnn", "block P(x: f32[N]) -> f32[N] {", "    return nothing(x)", "}"),
            File(
                "b.dnn",
                "import \"parts/a.dnn\"",
                "fn f(x: f32[N]) -> f32[N] { return x }",
                "block Q(x: f32[N]) -> f32[N] { layer p = P()  return p(x) }"
            )
        );

    [Fact]
    public void Syntax_errors_of_several_files_come_in_one_run()
    {
        string errors = Errors($"import \"a.dnn\"\nimport \"b.dnn\"\n{UsesHalve}", File("a.dnn", "block {"), File("b.dnn", "block B("));

        Assert.Contains("a.dnn:1:7", errors, StringComparison.Ordinal);
        Assert.Contains("b.dnn:1:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_without_a_return_is_shown_in_its_own_file() =>
        Fails(
            "DYN0160",
            "a.dnn:3:7",
            "import \"a.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { layer p = P()  return p(x) }",
            File("a.dnn", "", "", "block P(x: f32[N]) -> f32[N] { let y = x }")
        );

    [Fact]
    public void Weights_that_do_not_agree_are_shown_in_the_file_that_uses_them()
    {
        string errors = Errors(
            "import \"a.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { layer p = P()  return p(x) }",
            File(
                "a.dnn",
                "block P(x: f32[N]) -> f32[4] {",
                "    layer l = linear(4)",
                "    let h = l(x)",
                "    return l(concat([h, h]))",
                "}"
            )
        );

        Assert.Contains("would be f32[4, 8], but at a.dnn:3:13 it is f32[4, 4]\n  a.dnn:4:12\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_brought_is_a_warning()
    {
        string warnings = Errors(
            $"import \"a.dnn\"\nimport \"b.dnn\"\n{UsesHalve}",
            File("a.dnn", Halve),
            File("b.dnn", "fn f(x: f32) -> f32 { return x }")
        );

        Assert.StartsWith("warning[DYN0307]: nothing of `b.dnn` is used here", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Importing_a_file_twice_is_a_warning() =>
        Fails("DYN0307", "first here", $"import \"a.dnn\"\nimport \"./a.dnn\"\n{UsesHalve}", File("a.dnn", Halve));

    [Fact]
    public void A_graph_with_imports_reads_back_as_printed()
    {
        ModelGraph graph = Bind($"import \"parts/ä b.dnn\"\n{UsesHalve}", File("parts/ä b.dnn", Halve));

        Assert.Equal(graph, GraphParser.Parse(GraphPrinter.Print(graph)));
    }

    [Fact]
    public void A_chain_as_long_as_the_limit_is_read()
    {
        (string, string)[] files =
        [
            .. Enumerable
                .Range(1, ImportLoader.MostFiles - 1)
                .Select(i =>
                    File(
                        $"f{i}.dnn",
                        i == ImportLoader.MostFiles - 1 ? "" : $"import \"f{i + 1}.dnn\"",
                        $"fn part{i}(x: f32[N]) -> f32[N] {{ return {(i == ImportLoader.MostFiles - 1 ? "x" : $"part{i + 1}(x)")} }}"
                    )
                ),
        ];

        Bind("import \"f1.dnn\"\nmodel M(x: f32[4]) -> (y: f32[4]) { return part1(x) }", files);
    }

    [Fact]
    public void All_files_together_have_a_limit()
    {
        string half = new(' ', ImportLoader.LongestProgram / 2);

        Fails(
            "DYN0306",
            "8388608 characters",
            $"import \"a.dnn\"\nimport \"b.dnn\"\n{UsesHalve}",
            File("a.dnn", Halve, half),
            File("b.dnn", half)
        );
    }
}
