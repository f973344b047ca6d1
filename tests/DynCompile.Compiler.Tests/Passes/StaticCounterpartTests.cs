using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Passes;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Passes;

/// <summary>A network without its early leaves: text in, graph out.</summary>
public class StaticCounterpartTests
{
    private static ModelGraph Bind(string name, string text)
    {
        var diagnostics = new DiagnosticBag();
        ModelGraph? graph = Compilation.Check(new SourceText(name, text), diagnostics);
        Assert.True(graph is not null, string.Join("\n", diagnostics.Sorted().Select(d => new DiagnosticRenderer().Render(d))));
        return graph;
    }

    /// <summary>The bodies of a model's functions, without the lines above them and without places.</summary>
    private static string Counterpart(string text)
    {
        ModelGraph? full = StaticCounterpart.Of(Bind("m.dnn", text), out Node? dynamic);
        Assert.True(full is not null, $"{dynamic?.Operator.Name} at {dynamic?.Origin}");
        GraphVerifier.Verify(full, "the static counterpart");
        string printed = GraphPrinter.Print(full);
        return System.Text.RegularExpressions.Regex.Replace(printed[printed.IndexOf("func", StringComparison.Ordinal)..], " @[0-9:]+", "");
    }

    [Fact]
    public void An_exit_goes_with_its_condition_and_its_head() =>
        Assert.Equal(
            """
            func M(%0.x: f32[4]) -> (y: f32[4], exit: i32) {
              %1 = relu %0 : f32[4]
              %2 = constant {values: [1], type: i32} : i32
              leave 1 %1, %2
            }

            """,
            Counterpart(
                """
                model M(x: f32[4]) -> (y: f32[4]) {
                    layer head = linear(4)
                    exit head(x) when max(softmax(x)) > 0.5
                    return relu(x)
                }
                """
            )
        );

    [Fact]
    public void The_side_that_goes_on_gives_the_values_of_the_branch() =>
        Assert.Equal(
            """
            func M(%0.x: f32[4]) -> (y: f32[4]) {
              %1.h = exp %0 : f32[4]
              %2 = relu %1 : f32[4]
              leave 1 %2
            }

            """,
            Counterpart(
                """
                model M(x: f32[4]) -> (y: f32[4]) {
                    var h = x
                    if max(x) > 0.5 {
                        return x
                    } else {
                        h = exp(x)
                    }
                    return relu(h)
                }
                """
            )
        );

    [Fact]
    public void The_side_that_goes_on_may_jump() =>
        Assert.Equal(
            """
            func M(%0.x: f32[4]) -> (y: f32[4]) {
              %1.h = loop %0 {limit: 3} : f32[4] do (%2: i32, %3.h: f32[4]) {
                %4.h = exp %3 : f32[4]
                break %4
              }
              leave 1 %1
            }

            """,
            Counterpart(
                """
                model M(x: f32[4]) -> (y: f32[4]) {
                    var h = x
                    for i in 0..3 {
                        h = exp(h)
                        if max(h) > 0.5 {
                            return x
                        } else {
                            break
                        }
                    }
                    return h
                }
                """
            )
        );

    [Theory]
    [InlineData("if max(x) > 0.5 { h = exp(x) }", "if")]
    [InlineData("if max(x) > 0.5 { return x } else { return exp(x) }", "if")]
    [InlineData("while max(h) > 0.5 limit 4 { h = h * 0.5 }", "loop")]
    [InlineData("for i in 0..4 { h = h * 0.5  if max(h) < 0.5 { break } }", "if")]
    [InlineData("if max(x) > 0.5 { exit x when min(x) > 0.5  h = exp(x) }", "if")]
    public void What_the_data_decides_about_stays_dynamic(string statement, string what)
    {
        string end = statement.Contains("else", StringComparison.Ordinal) ? "" : "return h";
        ModelGraph graph = Bind("m.dnn", $"model M(x: f32[4]) -> (y: f32[4]) {{ var h = x  {statement}  {end} }}");

        Assert.Null(StaticCounterpart.Of(graph, out Node? dynamic));
        Assert.Equal(what, dynamic?.Operator.Name);
    }

    [Fact]
    public void What_iterations_and_weights_decide_about_is_static() =>
        Assert.Contains(
            "if %",
            Counterpart(
                """
                model M(x: f32[4]) -> (y: f32[4]) {
                    param gate: f32[3]
                    var h = x
                    for i in 0..3 {
                        if gate[i] > 0.5 {
                            h = exp(h)
                        }
                    }
                    return h
                }
                """
            ),
            StringComparison.Ordinal
        );

    public static TheoryData<string> Programs =>
        [
            .. new[] { "examples", "tests/programs" }
                .SelectMany(folder => Repository.Files(folder, "*.dnn"))
                // Programs that import have no place to find the files here.
                .Where(file =>
                    !file.Contains("/imports/", StringComparison.Ordinal)
                    && !Repository.Read(file).Contains("import \"", StringComparison.Ordinal)
                ),
        ];

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_counterpart_of_a_program_compiles(string file)
    {
        var diagnostics = new DiagnosticBag();
        Compilation? compilation = Compilation.Compile(
            new SourceText(file, Repository.Read(file)),
            CompilationOptions.Default,
            diagnostics
        );
        Assert.True(compilation is not null, string.Join("\n", diagnostics.Sorted().Select(d => new DiagnosticRenderer().Render(d))));

        ModelGraph? full = StaticCounterpart.Of(compilation.Bound, out Node? dynamic);

        Assert.NotEqual(full is null, dynamic is null);
        if (full is not null)
            compilation.With(full).EmitCSharp(diagnostics);
    }
}
