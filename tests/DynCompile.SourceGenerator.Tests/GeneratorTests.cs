using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynCompile.SourceGenerator.Tests;

public class GeneratorTests
{
    private const string Model = """
        /// Ten classes.
        model Classify(image: f32[1, 4, 4]) -> (logits: f32[10]) {
            layer conv = conv2d(10, kernel: 4)
            exit sure: flatten(conv(image)) when max(image) > 1.0
            return image |> conv |> flatten
        }
        """;

    private const string Caller = """
        namespace App;

        internal static class Program
        {
            public static string Decide(float[] image)
            {
                using var model = Classify.Load("weights.safetensors");
                Classify.Exit exit = model.Run(image, new float[10]);
                using Classify.Session session = model.CreateSession(4);
                session.RunBatch(image, 1, new float[10], new Classify.Exit[1]);
                return exit == Classify.Exit.Sure ? "sure" : exit.ToString();
            }
        }
        """;

    [Fact]
    public void A_file_becomes_a_class_in_the_root_namespace_that_compiles_without_a_warning()
    {
        var project = new UserProject(Caller, ("nets/a.dnn", Model));
        project.AssertClean();
        Assert.Equal("nets.a-dnn.g.cs", project.Result.GeneratedSources.Single().HintName);
    }

    [Fact]
    public void Two_runs_and_two_orders_of_the_files_give_the_same_text()
    {
        string Text(params (string, string)[] files)
        {
            var project = new UserProject("", files);
            Assert.Empty(project.Generate());
            return string.Join(
                "\n",
                project.Result.GeneratedSources.OrderBy(s => s.HintName, StringComparer.Ordinal).Select(s => s.SourceText)
            );
        }

        (string, string) other = ("b.dnn", "model Other(x: f32[2]) -> (y: f32[2]) { return x * 2.0 }");
        Assert.Equal(Text(("a.dnn", Model), other), Text(other, ("a.dnn", Model)));
    }

    [Fact]
    public void A_project_that_lists_models_makes_classes_of_those_only()
    {
        var project = new UserProject("", ("a.dnn", Model), ("b.dnn", "model Other(x: f32) -> (y: f32) { return x }"));
        project.With("b.dnn", "DynModel", "true").With("b.dnn", "Namespace", "My-App.class").With("b.dnn", "Weights", "w\\b.safetensors");
        project.AssertClean();
        string text = project.Result.GeneratedSources.Single().SourceText.ToString();
        Assert.Contains("namespace My_App.@class;", text);
        Assert.Contains("public static Other Load() => Load(typeof(Other).Assembly, \"w/b.safetensors\");", text);
    }

    [Theory]
    [InlineData("Linear")]
    [InlineData("App.System")]
    [InlineData("Tensor.Session")]
    public void A_project_may_be_called_as_a_type_of_the_runtime(string space)
    {
        string model = Model.Replace("flatten(conv(image))", "softmax(flatten(conv(image)))");
        new UserProject("", ("a.dnn", model)).With("a.dnn", "Namespace", space).AssertClean();
    }

    [Theory]
    [InlineData("App; class Evil {")]
    [InlineData("App\n#error evil\n")]
    [InlineData("App /*")]
    public void A_namespace_never_becomes_code(string space)
    {
        var project = new UserProject("", ("a.dnn", Model)).With("a.dnn", "Namespace", space);
        project.AssertClean();
        Assert.DoesNotContain("class Evil", project.Result.GeneratedSources.Single().SourceText.ToString());
    }

    [Fact]
    public void Statements_of_blocks_count_as_their_place_in_the_model()
    {
        var project = new UserProject("", ("nets/a.dnn", Model));
        project.AssertClean();

        Assert.Equal("/user/app/nets/a.dnn: (3,23)-(3,57)", PlaceOf(project, "Conv2d.Run"));
        Assert.Equal("/user/app/nets/a.dnn: (3,41)-(3,57)", PlaceOf(project, "Reduce.Max"));
        Assert.Equal("", PlaceOf(project, "Split"));
        Assert.Equal("", PlaceOf(project, "session.Run"));
    }

    [Fact]
    public void With_a_path_map_the_text_does_not_tell_where_the_project_lies()
    {
        UserProject project = new UserProject("", ("nets/a.dnn", Model)).WithPathMap("/_/");
        project.AssertClean();

        Assert.Equal("/_/nets/a.dnn: (3,23)-(3,57)", PlaceOf(project, "Conv2d.Run"));
        Assert.DoesNotContain("/user/app", project.Result.GeneratedSources.Single().SourceText.ToString());
    }

    [Fact]
    public void Statements_of_an_imported_block_count_as_its_file()
    {
        var project = new UserProject(
            "",
            ("nets/a.dnn", "import \"../parts/b.dnn\"\nmodel A(x: f32[3]) -> (y: f32[3]) { layer b = B()  return b(x) }"),
            ("parts/b.dnn", "block B(x: f32[N]) -> f32[N] {\n    return softmax(x)\n}")
        );
        project.AssertClean();
        Assert.Equal("/user/app/parts/b.dnn: (1,11)-(1,21)", PlaceOf(project, "Softmax.Run"));
    }

    [Theory]
    [InlineData("a\"; evil();.dnn")]
    [InlineData("a\n#error evil\n.dnn")]
    [InlineData("a\u2028#error evil\u2028.dnn")]
    [InlineData("a\\\" class Evil; //.dnn")]
    [InlineData("a*\u002F class Evil; /*.dnn")]
    [InlineData("日本語 🦊.dnn")]
    [InlineData("class.dnn")]
    [InlineData("$(Evil)%(Evil);Evil.dnn")]
    public void A_file_may_have_any_name_and_none_becomes_code(string path)
    {
        var project = new UserProject("", (path, Model.Replace("max(image)", "softmax(flatten(image))[0]")));
        project.AssertClean();
        Assert.Null(project.Whole.GetTypeByMetadataName("App.Evil"));
        Assert.Null(project.Whole.GetTypeByMetadataName("Evil"));
    }

    [Theory]
    [InlineData("\"); throw null!; //")]
    [InlineData("a\\")]
    [InlineData("{evil}")]
    [InlineData("日本語 🦊")]
    public void A_path_of_weights_never_becomes_code(string path)
    {
        var project = new UserProject("", ("a.dnn", Model)).With("a.dnn", "Weights", path + ".safetensors");
        project.AssertClean();
        string text = project.Result.GeneratedSources.Single().SourceText.ToString();
        // As a string literal of plain characters, whatever they are.
        Assert.Single(Regex.Matches(text, @"Load\(\) => Load\(typeof\(Classify\)\.Assembly, ""([^""\\]|\\.)*\.safetensors""\);"));
        Assert.All(text, c => Assert.InRange(c, '\n', '~'));
    }

    /// <summary>Where the first call of a method counts as being; empty for the generated file itself.</summary>
    private static string PlaceOf(UserProject project, string method)
    {
        SyntaxNode root = project.Result.GeneratedSources.First(s => s.SourceText.ToString().Contains(method)).SyntaxTree.GetRoot();
        FileLinePositionSpan place = root.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .First(i => i.Expression.ToString() == method)
            .GetLocation()
            .GetMappedLineSpan();
        return place.HasMappedPath ? $"{place.Path}: {place.Span}" : "";
    }

    [Fact]
    public void Weights_may_lie_beside_the_program()
    {
        var project = new UserProject("", ("a.dnn", Model)).With("a.dnn", "Weights", "w/a.safetensors").With("a.dnn", "WeightsAs", "file");
        project.AssertClean();
        Assert.Contains(
            "Load() => Load(global::System.IO.Path.Combine(AppContext.BaseDirectory, \"w/a.safetensors\"));",
            project.Result.GeneratedSources.Single().SourceText.ToString()
        );
    }

    [Fact]
    public void Imports_are_found_among_the_files_and_a_file_of_blocks_is_no_class()
    {
        var project = new UserProject(
            "",
            ("nets/a.dnn", "import \"../parts/b.dnn\"\nmodel A(x: f32[3]) -> (y: f32[3]) { layer b = B()  return b(x) }"),
            ("parts/b.dnn", "block B(x: f32[N]) -> f32[N] { return x * 2.0 }")
        );
        project.AssertClean();
        Assert.Equal("nets.a-dnn.g.cs", project.Result.GeneratedSources.Single().HintName);
    }

    [Theory]
    [InlineData("b.dnn")]
    [InlineData("../../b.dnn")]
    [InlineData("/nets/b.dnn")]
    public void An_import_that_is_not_there_is_an_error_where_it_stands(string path)
    {
        var project = new UserProject("", ("nets/a.dnn", $"import \"{path}\"\nmodel A(x: f32) -> (y: f32) {{ return x }}"));
        Diagnostic found = project.Generate().Single();
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.StartsWith($"nets/a.dnn:1,8-1,{10 + path.Length}: DYN", UserProject.Short(found));
    }

    [Fact]
    public void An_error_has_its_id_its_place_and_both_types()
    {
        var project = new UserProject("", ("a.dnn", "/// 🦊\nmodel A(x: f32[3]) -> (y: f32[2]) {\n    return x\n}"));
        Diagnostic found = project.Generate().Single();
        Assert.Equal("a.dnn:3,12-3,13: DYN0012", UserProject.Short(found));
        Assert.Contains("f32[3]", found.GetMessage());
        Assert.Contains("f32[2]", found.GetMessage());
    }

    [Fact]
    public void Columns_behind_an_emoji_are_those_of_the_editor()
    {
        var project = new UserProject("", ("a.dnn", "model A(x: f32) -> (y: f32) { layer a = linear(2) from \"🦊\" return nothing }"));
        Diagnostic found = project.Generate().Single();
        Assert.Equal("a.dnn:1,68-1,75", UserProject.Short(found).Split(": ")[0]);
    }

    [Theory]
    [InlineData("return image |> conv |> flatten", "return image |> conv")]
    [InlineData("conv2d(10, kernel: 4)", "conv2d(10, kernel: 4")]
    [InlineData("kernel: 4", "kernel: four")]
    [InlineData("max(image) > 1.0", "maxi(image) > 1.0")]
    [InlineData("model Classify(image: f32[1, 4, 4])", "model Classify(image: f32[1, 4, 4]")]
    [InlineData("(image: f32[1, 4, 4])", "(image: f32[1, 4, ])")]
    [InlineData("-> (logits: f32[10]) {", "- (logits: f32[10]) {")]
    public void A_mistake_in_a_model_is_no_mistake_in_the_code_that_calls_it(string right, string wrong)
    {
        var project = new UserProject(Caller, ("a.dnn", Model.Replace(right, wrong)));
        IEnumerable<string> found = [.. project.AllFindings()];
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.StartsWith("a.dnn:", f));
    }

    [Fact]
    public void A_model_with_a_mistake_keeps_its_sizes_state_scalars_and_exits_in_loops()
    {
        const string code = """
            namespace App;

            internal static class Program
            {
                public static void Call(float[] x, Sorted sorted, Stateful.Session stateful, Bounded bounded)
                {
                    Sorted.Exit exit = sorted.Run(x, out float y, new() { Width = 2, Budget = 3 });
                    _ = exit is Sorted.Exit.Last3 or Sorted.Exit.Exit1;
                    sorted.CountOf(Sorted.Exit.Exit4);
                    stateful.Run(1, x);
                    bounded.Run(x, 3, out int n);
                }
            }
            """;
        var project = new UserProject(
            code,
            (
                "a.dnn",
                """
                model Sorted(x: f32[2]) -> (y: f32) {
                    elastic width in [1, 2]
                    for i in 0..3 { exit sum(x) when x[i] > unknown }
                    if sum(x) > 2.0 { exit last3: 1.0 }
                    return 2.0
                }
                """
            ),
            ("b.dnn", "model Stateful(k: i32) -> (y: f32[2]) { state s: f32[2] = 0  return unknown }"),
            ("c.dnn", "model Bounded(x: f32[T <= 40]) -> (n: i32) { return unknown }")
        );
        Assert.All(project.AllFindings(), f => Assert.Matches(@"^[abc]\.dnn:", f));
    }

    [Fact]
    public void A_mistake_in_an_imported_block_is_reported_once_though_two_models_import_it()
    {
        var project = new UserProject(
            "",
            ("a.dnn", "import \"b.dnn\"\nmodel A(x: f32[3]) -> (y: f32[3]) { layer b = B()  return b(x) }"),
            ("c.dnn", "import \"b.dnn\"\nmodel C(x: f32[3]) -> (y: f32[3]) { layer b = B()  return b(x) }"),
            ("b.dnn", "block B(x: f32[N]) -> f32[N] { return y }")
        );
        Assert.Equal("b.dnn:1,39-1,40", UserProject.Short(project.Generate().Single()).Split(": ")[0]);
    }

    [Fact]
    public void Two_models_of_one_name_are_an_error_at_the_second()
    {
        var project = new UserProject(
            "",
            ("a.dnn", "model my_net(x: f32) -> (y: f32) { return x }"),
            ("b.dnn", "model MyNet(x: f32) -> (y: f32) { return x }")
        );
        Assert.Equal(["b.dnn:1,7-1,12: DYN0506"], project.AllFindings());
        new UserProject("", ("a.dnn", "model A(x: f32) -> (y: f32) { return x }"), ("b.dnn", "model A(x: f32) -> (y: f32) { return x }"))
            .With("b.dnn", "Namespace", "App.Other")
            .AssertClean();
    }

    [Fact]
    public void An_edit_of_the_code_leaves_every_step_cached()
    {
        var project = new UserProject("class A;", ("a.dnn", Model), ("b.dnn", "model Other(x: f32) -> (y: f32) { return x }"));
        project.Generate();
        project.EditCode("class B;");
        project.Generate();
        foreach (
            string step in new[]
            {
                ModelGenerator.ReadStep,
                ModelGenerator.ProgramStep,
                ModelGenerator.CompileStep,
                ModelGenerator.DistinctStep,
            }
        )
            Assert.Equal([IncrementalStepRunReason.Cached], project.ReasonsOf(step));
        Assert.Equal([IncrementalStepRunReason.Cached], project.ReasonsOfOutputs());
    }

    [Fact]
    public void An_edit_of_one_model_compiles_no_other_and_an_edit_of_a_block_those_that_import_it()
    {
        var project = new UserProject(
            "",
            ("a.dnn", "import \"b.dnn\"\nmodel A(x: f32[3]) -> (y: f32[3]) { layer b = B()  return b(x) }"),
            ("b.dnn", "block B(x: f32[N]) -> f32[N] { return x * 2.0 }"),
            ("c.dnn", Model)
        );
        project.Generate();
        project.EditFile("c.dnn", Model.Replace("1.0", "2.0"));
        project.Generate();
        Assert.Equal([("a-dnn.g.cs", false), ("b-dnn.g.cs", false), ("c-dnn.g.cs", true)], Compiled(project));

        project.EditFile("b.dnn", "block B(x: f32[N]) -> f32[N] { return x * 3.0 }");
        project.Generate();
        Assert.Equal([("a-dnn.g.cs", true), ("b-dnn.g.cs", true), ("c-dnn.g.cs", false)], Compiled(project));
    }

    private static IEnumerable<(string, bool)> Compiled(UserProject project) =>
        project
            .Result.TrackedSteps[ModelGenerator.CompileStep]
            .SelectMany(s => s.Outputs)
            .Select(o => (((GeneratedModel)o.Value).FileName, o.Reason is not IncrementalStepRunReason.Cached))
            .Order();
}
