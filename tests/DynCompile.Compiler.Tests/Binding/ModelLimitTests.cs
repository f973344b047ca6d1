using System.Text;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Binding;

/// <summary>A few lines that stand for more than any machine can hold are one error, found at once.</summary>
public class ModelLimitTests
{
    public static TheoryData<string, string, string> SmallTexts =>
        new()
        {
            {
                "helpers that call the next one twice",
                "DYN0187",
                Doubling("fn f{0}(z: f32[K]) -> f32[K] {{ return f{1}(z) + f{1}(z) }}", "f0(x)")
            },
            {
                "helpers that are wrong and call the next one twice",
                "DYN0187",
                Doubling("fn f{0}(z: f32[K]) -> f32[K] {{ return f{1}(z) + f{1}(z) + nothing }}", "f0(x)")
            },
            {
                "blocks with twice as many sizes at each level",
                "DYN0187",
                Doubling(
                    "block f{0}(n: int)(z: f32[K]) -> f32[K] {{ layer a = f{1}(2 * n) layer b = f{1}(2 * n + 1) return b(a(z)) }}",
                    "first(x)",
                    "layer first = f0(1)"
                )
            },
            {
                "blocks with twice as many weights at each level",
                "DYN0187",
                Doubling(
                    "block f{0}(n: int)(z: f32[K]) -> f32[K] {{ layer a = f{1}(n) layer b = f{1}(n) layer fc = linear(K) return b(a(fc(z))) }}",
                    "first(x)",
                    "layer first = f0(1)"
                )
            },
            { "an array of arrays of layers", "DYN0187", Model("layer a[65536][65536] = linear(4)\nfor i in 0..9 { let z = a[i][i](x) }") },
            { "parts without end", "DYN0137", Model("let z = chunk(zeros(f32[100000000]), 100000000)") },
            { "parts of one element", "DYN0137", Model("let z = split(zeros(f32[100000000]), 1)") },
            { "an elastic size of all numbers", "DYN0190", Model("elastic w in -9223372036854775807..9223372036854775807") },
            { "an elastic size of too many numbers", "DYN0190", Model("elastic w in 0..=65536") },
            { "a loop over all numbers", "DYN0116", Model("for i in -9223372036854775807..9223372036854775807 { let b = i }") },
            {
                "a product of sums of twenty sizes",
                "DYN0116",
                Model($"{Sizes(20)}\nlet z = zeros(f32[{string.Join(" * ", Enumerable.Range(0, 20).Select(i => $"(w{i} + 1)"))}])")
            },
            {
                "a difference of forty sizes",
                "DYN0116",
                Model($"{Sizes(40)}\nlet z = zeros(f32[9999 - {string.Join(" - ", Enumerable.Range(0, 40).Select(i => $"w{i}"))}])")
            },
            {
                "a chain of helpers",
                "DYN0004",
                $"{Lines(300, i => $"fn g{i}(z: f32[K]) -> f32[K] {{ return g{i + 1}(z) }}")}"
                    + $"fn g300(z: f32[K]) -> f32[K] {{ return z }}\n{Model("let z = g0(x)")}"
            },
            {
                "a chain of helpers that call deep inside expressions",
                "DYN0004",
                $"{Lines(200, i => $"fn g{i}(z: f32[K]) -> f32[K] {{ return {Repeat("relu(", 240)}g{i + 1}(z){Repeat(")", 240)} }}")}"
                    + $"fn g200(z: f32[K]) -> f32[K] {{ return z }}\n{Model("let z = g0(x)")}"
            },
        };

    [Theory]
    [MemberData(nameof(SmallTexts))]
    public void A_small_text_for_a_huge_model_is_an_error(string what, string id, string program)
    {
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("model.dnn", program), diagnostics);

        Assert.True(diagnostics.Sorted().Any(d => d.Id == id), $"{what}: {new DiagnosticRenderer().Render(diagnostics)}");
    }

    [Fact]
    public void Names_too_long_to_be_misspelt_get_no_suggestion_and_take_no_time()
    {
        string name = Repeat("a", 200_000);
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("model.dnn", Model($"let {name} = x\nlet b = {name}b")), diagnostics);

        Assert.Empty(Assert.IsType<UnknownName>(Assert.Single(diagnostics.Sorted())).Nearest);
    }

    /// <summary>Thirty declarations, each of which refers to the next.</summary>
    private static string Doubling(string declaration, string use, string layer = "") =>
        $"{Lines(30, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, declaration, $"_{i}", $"_{i + 1}"))}".Replace(
            "f_30",
            "last",
            StringComparison.Ordinal
        )
        + (layer.Length > 0 ? "block last(n: int)(z: f32[K]) -> f32[K] { return z }\n" : "fn last(z: f32[K]) -> f32[K] { return z }\n")
        + Model($"{layer.Replace("f0", "f_0", StringComparison.Ordinal)}\nlet z = {use.Replace("f0", "f_0", StringComparison.Ordinal)}");

    private static string Sizes(int count) => Lines(count, i => $"elastic w{i} in [1, 2, 3]");

    private static string Model(string body) => $"model M(x: f32[4]) -> (y: f32[4]) {{\n{body}\nreturn x\n}}\n";

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => $"{line(i)}\n"));

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
