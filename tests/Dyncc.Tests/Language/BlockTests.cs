using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Blocks, helpers, scopes and pipes.</summary>
public class BlockTests
{
    [Fact]
    public void Compile_time_parameters_have_defaults() =>
        Model(
                """
                block Scale(k: int = 3, by: float = 0.5, twice: bool = false)(x: f32) -> f32 {
                    let y = x * f32(k) * by
                    if twice { return y * 2 }
                    return y
                }
                model M(x: f32) -> (a: f32, b: f32, c: f32) {
                    layer plain = Scale()
                    layer five = Scale(5)
                    layer all = Scale(twice: true, by: 2, k: 7)
                    return (plain(x), five(x), all(x))
                }
                """
            )
            .Given([2])
            .Gives([3], [5], [56]);

    [Theory]
    [InlineData("Scale()", "DYN0106")]
    [InlineData("Scale(0.5)", "DYN0107")]
    [InlineData("Scale(k)", "DYN0107")]
    [InlineData("Scale(1, 2)", "DYN0104")]
    [InlineData("Scale(n: 1)", "DYN0105")]
    public void Compile_time_arguments_are_constants_of_their_type(string layer, string id) =>
        Model(
                $"block Scale(k: int)(x: f32) -> f32 {{ return x * f32(k) }}  model M(x: f32, k: i32) -> (y: f32) {{ layer s = {layer}  return s(x) }}"
            )
            .IsRefused(id);

    [Fact]
    public void A_capitalised_name_in_a_type_binds_a_size_anew_for_each_instance() =>
        Model(
                """
                block Mean(x: f32[N]) -> f32 { return sum(x) / f32(N) }
                model M(a: f32[2], b: f32[4]) -> (y: f32, z: f32) {
                    layer m = Mean()
                    layer n = Mean()
                    return (m(a), n(b))
                }
                """
            )
            .Given([1, 2], [1, 2, 3, 6])
            .Gives([1.5], [3]);

    [Fact]
    public void One_size_name_is_one_size() =>
        Model("fn f(a: f32[N], b: f32[N]) -> f32[N] { return a + b }  model M(a: f32[2], b: f32[3]) -> (y: f32[2]) { return f(a, b) }")
            .IsRefused("DYN0111");

    [Fact]
    public void A_lower_case_name_in_a_type_is_declared() =>
        Model("fn f(a: f32[n]) -> f32 { return sum(a) }  model M(a: f32[2]) -> (y: f32) { return f(a) }").IsRefused("DYN0100");

    [Fact]
    public void Blocks_may_contain_any_control_flow() =>
        Model(
                """
                block Collatz(limit_at: int)(n: i32) -> (i32, i32) {
                    var k = n
                    var steps = 0
                    while k != 1 limit 100 {
                        if k % 2 == 0 { k /= 2 } else { k = 3 * k + 1 }
                        steps += 1
                        if k > limit_at { break }
                        if steps < 3 { continue }
                        for i in 0..2 { if steps == 50 + i { return (-1, k) } }
                    }
                    return (steps, k)
                }
                model M(n: i32) -> (steps: i32, k: i32) { layer c = Collatz(100)  return c(n) }
                """
            )
            .Given([6])
            .Gives([8], [1])
            .Given([27])
            .Gives([3], [124])
            .Given([1])
            .Gives([0], [1]);

    [Fact]
    public void A_block_is_made_by_a_layer() =>
        Model("block B(x: f32) -> f32 { return x }  model M(x: f32) -> (y: f32) { return B(x) }").IsRefused("DYN0103");

    [Fact]
    public void A_helper_inside_a_model_sees_its_layers_and_params() =>
        Model(
                """
                (x: f32[1]) -> (y: f32[1]) {
                    layer fc = linear(1, bias: false)
                    param p: f32
                    fn step(z: f32[1]) -> f32[1] { return fc(z) + p }
                    return step(step(x))
                }
                """
            )
            .Weight("fc.weight", 3)
            .Weight("p", 1)
            .Given([2])
            .Gives([22]);

    [Fact]
    public void A_helper_may_have_control_flow() =>
        Model(
                """
                fn margin(z: f32[N]) -> f32 {
                    let (v, _) = topk(z, 2)
                    if v[1] < 0 { return v[0] }
                    return v[0] - v[1]
                }
                model M(x: f32[3]) -> (y: f32) { return margin(x) }
                """
            )
            .Given([1, 5, 3])
            .Gives([2])
            .Given([-1, 5, -3])
            .Gives([5]);

    [Fact]
    public void A_helper_does_not_see_vars() =>
        Model("(x: f32) -> (y: f32) { var h = x  fn f(z: f32) -> f32 { return z + h }  return f(x) }").IsRefused("DYN0100");

    [Fact]
    public void A_helper_outside_does_not_see_layers() =>
        Model("fn f(z: f32[1]) -> f32[1] { return fc(z) }  model M(x: f32[1]) -> (y: f32[1]) { layer fc = linear(1)  return f(fc(x)) }")
            .IsRefused("DYN0100");

    [Theory]
    [InlineData("layer fc = linear(1)")]
    [InlineData("param p: f32")]
    [InlineData("elastic w in [1, 2]")]
    public void A_helper_has_no_declarations_of_its_own(string declaration) =>
        Model($"fn f(z: f32[1]) -> f32[1] {{ {declaration}  return z }}  model M(x: f32[1]) -> (y: f32[1]) {{ return f(x) }}")
            .IsRefused("DYN0038");

    [Theory]
    [InlineData("layer fc = linear(1)")]
    [InlineData("param p: f32")]
    [InlineData("elastic w in [1, 2]")]
    [InlineData("fn f(z: f32) -> f32 { return z }")]
    public void Declarations_stand_at_the_top_level(string declaration) =>
        Model($"(x: f32) -> (y: f32) {{ if x > 0 {{ {declaration} }}  return x }}").IsRefused("DYN0031");

    [Theory]
    [InlineData("let y = fc(x)  layer fc = linear(1)  return y")]
    [InlineData("let y = x + p  param p: f32  return y")]
    [InlineData("let y = f(x)  fn f(z: f32[1]) -> f32[1] { return z }  return y")]
    [InlineData("let y = zeros(f32[w])  elastic w in [1, 2]  return x")]
    public void Declarations_stand_before_their_use(string body) => Model($"(x: f32[1]) -> (y: f32[1]) {{ {body} }}").IsRefused("DYN0100");

    [Theory]
    [InlineData("let x = 1.0")]
    [InlineData("let a = x  let a = x")]
    [InlineData("let a = x  var a = x")]
    [InlineData("let a = x  if x > 0 { let a = x }")]
    [InlineData("let i = x  for i in 0..2 { }")]
    [InlineData("layer a = linear(1)  let a = x")]
    [InlineData("let (a, a) = chunk(zeros(f32[2]), 2)")]
    public void Redeclaring_a_visible_name_is_an_error(string body) =>
        Model($"(x: f32) -> (y: f32) {{ {body}  return x }}").IsRefused("DYN0101");

    [Fact]
    public void The_scope_of_a_name_is_its_braces() =>
        Model(
                "(x: f32) -> (y: f32) { var y = x  if x > 0 { let a = x * 2  y = a } else { let a = x * 3  y = a }  for i in 0..2 { let a = y  y = a + 1 }  return y }"
            )
            .Given([1])
            .Gives([4])
            .Given([-1])
            .Gives([-1]);

    [Theory]
    [InlineData("if x > 0 { let a = x }  return a")]
    [InlineData("for i in 0..2 { }  return f32(i)")]
    public void Behind_its_braces_a_name_is_unknown(string body) => Model($"(x: f32) -> (y: f32) {{ {body} }}").IsRefused("DYN0100");

    [Fact]
    public void A_pipe_binds_weakest_and_puts_its_left_side_first() =>
        Model(
                "fn f(a: f32, b: f32) -> f32 { return a * 10 + b }  model M(a: f32, b: f32, c: f32) -> (y: f32, z: f32) { return (a + b |> f(c), a > 0 or b > 0 |> f32) }"
            )
            .Given([1], [2], [3])
            .Gives([33], [1]);

    [Fact]
    public void The_right_side_of_a_pipe_is_an_operator_a_layer_an_element_of_layers_or_a_cast() =>
        Model(
                "(x: f32[1], k: i32) -> (y: i32[1]) { layer fc = linear(1, bias: false)  layer e[2] = linear(1, bias: false)  return x |> fc |> e[k] |> clamp(0, 100) |> i32 }"
            )
            .Weight("fc.weight", 2)
            .Weight("e.0.weight", 10)
            .Weight("e.1.weight", 1000)
            .Given([1.26], [0])
            .Gives([25])
            .Given([1.26], [1])
            .Gives([100]);

    [Theory]
    [InlineData("x |> 2")]
    [InlineData("x |> -x")]
    public void The_right_side_of_a_pipe_is_nothing_else(string body) =>
        Model($"(x: f32) -> (y: f32) {{ return {body} }}").IsRefused("DYN0022");

    [Fact]
    public void A_value_is_no_right_side_of_a_pipe() => Model("(x: f32) -> (y: f32) { let a = x  return x |> a }").IsRefused("DYN0103");
}
