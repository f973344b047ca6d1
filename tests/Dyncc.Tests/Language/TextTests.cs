using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Lines, comments, nesting, and what a file holds.</summary>
public class TextTests
{
    [Fact]
    public void Line_ends_mean_nothing() =>
        Model("(x: f32)\n->\n(y: f32)\n{ let\na\n=\nx\n+\n1\nreturn\na\n|>\nrelu\n}").Given([3]).Gives([4]);

    [Fact]
    public void A_line_that_starts_with_a_sign_continues_the_line_before() =>
        Model("(x: f32) -> (y: f32) {\n    let a = x\n    - 1\n    return a\n}").Given([3]).Gives([2]);

    [Fact]
    public void A_line_that_starts_with_a_parenthesis_does_not_continue_the_line_before() =>
        Model(
                """
                (x: f32[2]) -> (y: f32) {
                    var h = x[0..1]
                    var c = h
                    let f = h
                    (h, c) = chunk(x, 2)
                    return h[0] * 10 + c[0] + f[0] * 100
                }
                """
            )
            .Given([3, 4])
            .Gives([334]);

    [Fact]
    public void A_line_that_starts_with_a_bracket_does_not_continue_the_line_before() =>
        Model("(x: f32[2]) -> (y: f32) {\n    let a = x\n    [0]\n    return a\n}").IsRefused("DYN0010");

    [Fact]
    public void Several_statements_may_stand_on_a_line() =>
        Model("(x: f32) -> (y: f32) { var a = x a = a + 1 a += 2 return a }").Given([3]).Gives([6]);

    [Fact]
    public void Two_slashes_begin_a_comment() =>
        Model("(x: f32) -> (y: f32) { // return x * 100\n    return x // + 1\n}").Given([3]).Gives([3]);

    [Fact]
    public void Three_slashes_document_what_follows() =>
        Assert.Equal(
            "Doubles its input.\nTwice.",
            Model("/// Doubles its input.\n/// Twice.\nmodel M(x: f32) -> (y: f32) { return x * 2 }").Compiled.Bound.Documentation
        );

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("relu(", ")")]
    public void Nesting_is_at_most_256(string open, string close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "x" + string.Concat(Enumerable.Repeat(close, depth));
        string Program(int depth) => $"(x: f32) -> (y: f32) {{ return {Nested(depth)} }}";

        Assert.NotNull(Model(Program(250)).Compiled);
        Model(Program(257)).IsRefused("DYN0004");
    }

    [Fact]
    public void Nesting_is_checked_without_recursion() =>
        Model($"(x: f32) -> (y: f32) {{ return {new string('(', 1_000_000)}x{new string(')', 1_000_000)} }}").IsRefused("DYN0004");

    [Fact]
    public void A_file_has_one_model() =>
        Model("model A(x: f32) -> (y: f32) { return x }  model B(x: f32) -> (y: f32) { return x }").IsRefused("DYN0030");

    [Fact]
    public void A_file_without_a_model_is_refused() => Model("block B(x: f32) -> f32 { return x }").IsRefused("DYN0196");

    [Fact]
    public void Blocks_and_fns_stand_in_any_order() =>
        Model(
                """
                block Outer(x: f32) -> f32 { layer i = Inner()  return i(x) + f(x) }
                model M(x: f32) -> (y: f32) { layer o = Outer()  return o(x) }
                fn f(x: f32) -> f32 { return x * 10 }
                block Inner(x: f32) -> f32 { return x + 100 }
                """
            )
            .Given([3])
            .Gives([133]);

    [Theory]
    [InlineData("block B(x: f32) -> f32 { layer b = B()  return b(x) }  model M(x: f32) -> (y: f32) { layer b = B()  return b(x) }")]
    [InlineData(
        "block A(x: f32) -> f32 { layer b = B()  return b(x) }  block B(x: f32) -> f32 { layer a = A()  return a(x) }  model M(x: f32) -> (y: f32) { layer a = A()  return a(x) }"
    )]
    [InlineData("fn f(x: f32) -> f32 { return f(x) }  model M(x: f32) -> (y: f32) { return f(x) }")]
    public void Nothing_is_recursive(string program) => Model(program).IsRefused("DYN0181");
}
