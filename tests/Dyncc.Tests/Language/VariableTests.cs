using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Tuples, let and var, updates, lists.</summary>
public class VariableTests
{
    [Fact]
    public void A_let_takes_several_values_and_drops_some() =>
        Model("(x: f32[4]) -> (y: f32[2]) { let (_, i) = topk(x, 2)  let (a, _) = chunk(x, 2)  return a + f32(i) }")
            .Given([1, 9, 2, 8])
            .Gives([2, 12]);

    [Fact]
    public void An_assignment_takes_several_values() =>
        Model(
                """
                (x: f32[2]) -> (y: f32[1]) {
                    var h = x[0..1]
                    var c = h
                    (h, c) = chunk(x, 2)
                    c += h
                    (_, h) = chunk(x, 2)
                    return h * 10 + c
                }
                """
            )
            .Given([3, 4])
            .Gives([47]);

    [Fact]
    public void A_var_takes_several_values() =>
        Model("(x: f32[2]) -> (y: f32[1]) { var (h, c) = chunk(x, 2)  h = h * 10  return h + c }").Given([3, 4]).Gives([34]);

    [Fact]
    public void All_values_of_an_assignment_are_known_before_the_first_is_assigned() =>
        Model(
                "(x: f32) -> (a: f32, b: f32, n: i32) {\n var (a, b) = (x, 2.0)\n let (n, _) = (7, x)\n (a, b) = (f32(n) + b, a)\n return (a, b, n) }"
            )
            .Given([3])
            .Gives([9], [3], [7]);

    [Fact]
    public void Variables_change_places_in_a_loop() =>
        Model(
                """
                (n: i32) -> (y: i32) {
                    var a = 0
                    var b = 1
                    for i in 0..n limit 40 {
                        (a, b) = (b, a + b)
                    }
                    return a
                }
                """
            )
            .Given([10])
            .Gives([55])
            .Given([0])
            .Gives([0]);

    [Fact]
    public void Elements_are_assigned_together() =>
        Model("(x: f32[3], k: i32) -> (y: f32[3]) {\n var h = x\n (h[0], h[k]) = (h[k], h[0])\n return h }")
            .Given([1, 2, 3], [2])
            .Gives([3, 2, 1]);

    [Fact]
    public void A_return_and_an_exit_take_several_values() =>
        Model("(x: f32) -> (y: f32, z: f32) { exit (x, x + 1) when x > 0  return (x - 1, x) }")
            .Given([3])
            .Gives([3], [4], [0])
            .Given([-3])
            .Gives([-4], [-3], [1]);

    [Fact]
    public void A_call_with_several_results_is_returned_as_it_is() =>
        Model(
                """
                fn halves(x: f32[2]) -> (f32[1], f32[1]) { return chunk(x, 2) }
                block Halves(x: f32[2]) -> (f32[1], f32[1]) { return halves(x) }
                model M(x: f32[2]) -> (a: f32[1], b: f32[1]) { layer h = Halves()  return h(x) }
                """
            )
            .Given([3, 4])
            .Gives([3], [4]);

    [Theory]
    [InlineData("return relu((x, x))", "DYN0021")]
    [InlineData("return (x, x) + x", "DYN0021")]
    [InlineData("let p = chunk(x, 2)  return x", "DYN0151")]
    [InlineData("var p = chunk(x, 2)  return x", "DYN0152")]
    [InlineData("let (a, b, c) = chunk(x, 2)  return x", "DYN0151")]
    [InlineData("let (a, b) = x  return x", "DYN0151")]
    [InlineData("let (a, b) = (x, x, x)  return x", "DYN0151")]
    [InlineData("let (a, b) = (x, chunk(x, 2))  return x", "DYN0152")]
    [InlineData("let (a, b) = (x, (x, x))  return x", "DYN0021")]
    [InlineData("let a = (x, x)  return x", "DYN0021")]
    [InlineData("return chunk(x, 2) + 1", "DYN0152")]
    [InlineData("return concat([chunk(x, 2), x])", "DYN0152")]
    public void Tuples_are_not_values(string body, string id) => Model($"(x: f32[2]) -> (y: f32[2]) {{ {body} }}").IsRefused(id);

    [Fact]
    public void Chunk_gives_as_many_values_as_it_says() =>
        Model("(z: f32[10]) -> (y: f32[2]) { let (a, b, c, d, e) = chunk(z, 5)  return a + b * 10 + c * 100 + d * 1000 + e * 10000 }")
            .Given([1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
            .Gives([11111, 22222]);

    [Theory]
    [InlineData("let h = x  h = relu(h)")]
    [InlineData("let h = x  h[0] = 1")]
    [InlineData("x = relu(x)")]
    [InlineData("x[0] = 1")]
    [InlineData("param p: f32[2]  p = x")]
    [InlineData("for i in 0..2 { i = 1 }")]
    [InlineData("for i in 0..2 { i += 1 }")]
    public void Only_a_var_changes(string body) => Model($"(x: f32[2]) -> (y: f32[2]) {{ {body}  return x }}").IsRefused("DYN0150");

    [Theory]
    [InlineData("h = sum(x)")]
    [InlineData("h = x[0..1]")]
    [InlineData("h = i32(x)")]
    [InlineData("h[0] = x")]
    [InlineData("var k = 0  k = 1 > 0")]
    public void A_var_keeps_its_type(string statement) =>
        Model($"(x: f32[2]) -> (y: f32[2]) {{ var h = x  {statement}  return h }}").IsRefused("DYN0111");

    [Fact]
    public void An_element_is_updated_with_a_computed_index() =>
        Model("(x: f32[3], k: i32) -> (y: f32[3]) { var h = x  h[k] = 9  h[0] = h[k] + 1  return h }")
            .Given([1, 2, 3], [1])
            .Gives([10, 9, 3])
            .Given([1, 2, 3], [2])
            .Gives([10, 2, 9]);

    [Fact]
    public void A_row_or_an_element_of_a_matrix_is_updated() =>
        Model("(x: f32[2, 2], k: i32) -> (y: f32[2, 2]) { var h = x  h[k] = [7, 8.0]  h[1 - k, k] = 9  return h }")
            .Given([1, 2, 3, 4], [0])
            .Gives([7, 8, 9, 4])
            .Given([1, 2, 3, 4], [1])
            .Gives([1, 9, 7, 8]);

    [Fact]
    public void A_var_or_an_element_is_updated_in_place() =>
        Model(
                """
                (k: i32) -> (a: i32, b: i32, c: i32, d: i32, e: i32, v: i32[2]) {
                    var a = k  var b = k  var c = k  var d = k  var e = k
                    a += 2  b -= 2  c *= 2  d /= 2  e %= 2
                    var v = [k, k]
                    v[1] += 5
                    v[0] *= v[1]
                    return (a, b, c, d, e, v)
                }
                """
            )
            .Given([7])
            .Gives([9], [5], [14], [3], [1], [84, 12]);

    [Fact]
    public void An_earlier_let_keeps_the_old_value_after_an_element_update() =>
        Model("(x: f32[2], k: i32) -> (g: f32[2], h: f32[2]) { var h = x  let g = h  h[k] = 9  return (g, h) }")
            .Given([1, 2], [1])
            .Gives([1, 2], [1, 9]);

    [Fact]
    public void An_update_leaves_the_input_as_it_was() =>
        Model("(x: f32[2], k: i32) -> (y: f32[2], h: f32[2]) { var h = x  for i in 0..2 { h[i] += f32(k) }  return (x, h) }")
            .Given([1, 2], [10])
            .Gives([1, 2], [11, 12]);

    [Fact]
    public void In_a_loop_a_let_keeps_the_value_of_its_iteration() =>
        Model(
                "(x: f32[2]) -> (y: f32[2]) { var h = x  var d = 0.0  for i in 0..2 { let g = h  h[i] = 0  d += sum(g) - sum(h) }  return [d, sum(h)] }"
            )
            .Given([3, 4])
            .Gives([7, 0]);

    [Fact]
    public void A_list_of_scalars_is_a_vector() =>
        Model("(y0: f32, t: f32) -> (v: f32[2], w: f32[3]) { return ([y0, t], [1, t, 2.5]) }").Given([3], [4]).Gives([3, 4], [1, 4, 2.5]);

    [Fact]
    public void A_list_of_constants_is_indexed_with_a_computed_number() =>
        Model("(i: i32) -> (n: i32) { return [16, 32, 64][i] }").Given([0]).Gives([16]).Given([2]).Gives([64]);

    [Fact]
    public void A_list_of_tensors_serves_concat_and_stack() =>
        Model("(a: f32[2], b: f32[2]) -> (c: f32[4], s: f32[2, 2]) { return (concat([a, b]), stack([a, b])) }")
            .Given([1, 2], [3, 4])
            .Gives([1, 2, 3, 4], [1, 2, 3, 4]);

    [Theory]
    [InlineData("return [x, x]")]
    [InlineData("return relu([x, x])")]
    [InlineData("return [x, x] + 1")]
    [InlineData("var l = [x, x]  return l")]
    public void A_list_of_tensors_is_no_value(string body) => Model($"(x: f32[2]) -> (y: f32[2, 2]) {{ {body} }}").IsRefused("DYN0121");
}
