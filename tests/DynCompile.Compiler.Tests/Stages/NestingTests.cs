using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Stages;

/// <summary>Texts that nest little may call each other deep; no program overflows the stack.</summary>
public class NestingTests
{
    private static string Chain(int length) =>
        string.Concat(
            Enumerable
                .Range(1, length)
                .Select(i => $"block B{i}(x: f32[4]) -> f32[4] {{ layer part = B{i - 1}()  return part(x) }}\n")
                .Prepend("block B0(x: f32[4]) -> f32[4] { return x }\n")
        );

    private static IReadOnlyList<Diagnostic> Check(string program)
    {
        var diagnostics = new DiagnosticBag();
        Compilation.Check(new SourceText("m.dnn", program), diagnostics);
        return diagnostics.Sorted();
    }

    private static void IsTooDeep(string program) => Assert.IsType<NestingTooDeep>(Assert.Single(Check(program)));

    [Fact]
    public void A_hundred_blocks_inside_one_another_are_compiled() =>
        Assert.Empty(Check($"{Chain(100)}model M(x: f32[4]) -> (y: f32[4]) {{ layer all = B100()  return all(x) }}"));

    [Fact]
    public void Thousands_are_too_many() =>
        IsTooDeep($"{Chain(5000)}model M(x: f32[4]) -> (y: f32[4]) {{ layer all = B5000()  return all(x) }}");

    [Fact]
    public void Blocks_that_were_bound_before_count_as_high_as_they_are()
    {
        string layers = string.Concat(Enumerable.Range(0, 1000).Select(i => $"layer l{i} = B{i}()\n"));
        string calls = string.Concat(Enumerable.Range(0, 1000).Select(i => $"h = l{i}(h)\n"));
        IsTooDeep($"{Chain(1000)}model M(x: f32[4]) -> (y: f32[4]) {{\n{layers}var h = x\n{calls}return h }}");
    }

    [Fact]
    public void Nesting_in_the_text_adds_to_that_of_calls()
    {
        string minuses = new('-', 200);
        string helpers = string.Concat(
            Enumerable.Range(1, 100).Select(i => $"fn f{i + 100}(x: f32) -> f32 {{ return {minuses}f{i + 99}(x) }}\n")
        );

        IsTooDeep($"fn f100(x: f32) -> f32 {{ return x }}\n{helpers}model M(x: f32) -> (y: f32) {{ return f200(x) }}");
    }
}
