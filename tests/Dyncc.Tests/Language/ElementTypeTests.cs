using DynCompile.Tensors;
using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Element types, literals, conversions, integer arithmetic, scalars.</summary>
public class ElementTypeTests
{
    [Theory]
    [InlineData("f32")]
    [InlineData("f16")]
    [InlineData("bf16")]
    [InlineData("i8")]
    [InlineData("u8")]
    [InlineData("i32")]
    [InlineData("i64")]
    public void Every_element_type_serves_inputs_weights_and_casts(string type) =>
        Model($"(x: {type}[2]) -> (y: f32[2], z: {type}[2]) {{ param p: {type}[2]  return (f32(x) * 10 + f32(p), {type}(f32(x) * 2)) }}")
            .Weight("p", 5, 6)
            .Given([3, 4])
            .Gives([35, 46], [6, 8]);

    [Fact]
    public void Bool_serves_inputs_weights_and_casts() =>
        Model("(x: bool[2]) -> (y: i32[2], z: bool[2]) { param p: bool[2]  return (i32(x) * 10 + i32(p), bool(i32(x) * 7)) }")
            .Weight("p", 1, 1)
            .Given([0, 1])
            .Gives([1, 11], [0, 1]);

    [Theory]
    [InlineData("f16")]
    [InlineData("bf16")]
    [InlineData("i8")]
    [InlineData("u8")]
    [InlineData("bool")]
    public void Arithmetic_is_in_f32_and_i32(string type) => Model($"(x: {type}) -> (y: {type}) {{ return x + x }}").IsRefused("DYN0131");

    [Fact]
    public void A_literal_adapts_to_its_context() =>
        Model("(x: f32, k: i32) -> (y: f32, n: i32) { return (x * 16, k * 16) }").Given([1.5], [3]).Gives([24], [48]);

    [Fact]
    public void A_literal_adapts_to_a_result() => Model("(x: f32) -> (y: f32, n: i32) { return (1, 2) }").Given([0]).Gives([1], [2]);

    [Fact]
    public void Literals_adapt_together() => Model("(x: f32) -> (y: f32) { return x * (1 / 2.0 + 2 * 3) }").Given([2]).Gives([13]);

    [Fact]
    public void A_literal_alone_is_i32_or_with_a_point_f32() =>
        Model("(x: f32, k: i32) -> (y: f32, n: i32) { var a = 0.0  var b = 0  a += x  b += k  return (a, b) }")
            .Given([1.5], [3])
            .Gives([1.5], [3]);

    [Theory]
    [InlineData("let two = 2  return x * two")]
    [InlineData("var two = 2  return x * two")]
    public void A_named_integer_does_not_adapt(string body) => Model($"(x: f32) -> (y: f32) {{ {body} }}").IsRefused("DYN0112");

    [Theory]
    [InlineData("return k + 0.5")]
    [InlineData("return k * 2.0")]
    [InlineData("return 2.0")]
    [InlineData("return max([k, 2.0])")]
    [InlineData("var v = zeros(i32[2])  v[0] = 1.5  return v[k]")]
    public void No_float_literal_becomes_an_integer(string body) => Model($"(k: i32) -> (y: i32) {{ {body} }}").IsRefused("DYN0119");

    [Theory]
    [InlineData("return x * k", "DYN0112")]
    [InlineData("return x + flag", "DYN0112")]
    [InlineData("if k { return x }  return x", "DYN0113")]
    [InlineData("return where(k, x, x)", "DYN0131")]
    [InlineData("return k", "DYN0012")]
    [InlineData("return f(k)", "DYN0111")]
    [InlineData("var a = x  a = k  return a", "DYN0111")]
    [InlineData("return maximum(x, k)", "DYN0134")]
    public void Nothing_converts_by_itself(string body, string id) =>
        Model($"fn f(x: f32) -> f32 {{ return x }}  model M(x: f32, k: i32, flag: bool) -> (y: f32) {{ {body} }}").IsRefused(id);

    [Fact]
    public void Conversions_are_written_as_calls() =>
        Model("(image: u8[2], k: i32, flag: bool) -> (y: f32[2], z: f32, n: i32) { return (f32(image) / 255, f32(k), i32(flag)) }")
            .Given([0, 51], [7], [1])
            .Gives([0, 0.2], [7], [1]);

    [Fact]
    public void Float_to_integer_truncates() =>
        Model("(x: f32[4]) -> (y: i32[4]) { return i32(x) }").Given([2.7, -2.7, 0.99, -0.99]).Gives([2, -2, 0, 0]);

    [Fact]
    public void Float_to_integer_saturates() =>
        Model("(x: f32[4]) -> (y: i32[4], b: u8[4], s: i8[4], l: i64[4]) { return (i32(x), u8(x), i8(x), i64(x)) }")
            .Given([3e9, -3e9, double.PositiveInfinity, double.NegativeInfinity])
            .Gives(
                [int.MaxValue, int.MinValue, int.MaxValue, int.MinValue],
                [255, 0, 255, 0],
                [127, -128, 127, -128],
                [3e9, -3e9, long.MaxValue, long.MinValue]
            );

    [Fact]
    public void NaN_to_integer_gives_0() =>
        Model("(x: f32) -> (y: i32, b: u8, s: i8, l: i64) { return (i32(x), u8(x), i8(x), i64(x)) }")
            .Given([double.NaN])
            .Gives([0], [0], [0], [0]);

    [Fact]
    public void Integer_division_truncates_and_the_remainder_follows() =>
        Model("(a: i32[4], b: i32[4]) -> (q: i32[4], r: i32[4]) { return (a / b, a % b) }")
            .Given([7, -7, 7, -7], [2, 2, -2, -2])
            .Gives([3, -3, -3, 3], [1, -1, 1, -1]);

    [Fact]
    public void Integers_wrap() =>
        Model("(k: i32) -> (a: i32, b: i32, c: i32, d: i32) { return (k + 1, k * k, -k - 2, k - (-k)) }")
            .Given([int.MaxValue])
            .Gives([int.MinValue], [1], [int.MaxValue], [-2])
            .Given([int.MinValue])
            .Gives([int.MinValue + 1], [0], [int.MaxValue - 1], [0]);

    [Fact]
    public void Division_wraps_too() =>
        Model("(k: i32, d: i32) -> (q: i32, r: i32, a: i32) { return (k / d, k % d, abs(k)) }")
            .Given([int.MinValue], [-1])
            .Gives([int.MinValue], [0], [int.MinValue]);

    [Fact]
    public void Sums_and_products_of_integers_wrap() =>
        Model("(k: i32[3]) -> (s: i32, p: i32, c: i32[3]) { return (sum(k), prod(k), cumsum(k)) }")
            .Given([int.MaxValue, 2, int.MaxValue])
            .Gives([-1 + 1], [2], [int.MaxValue, int.MinValue + 1, 0]);

    [Theory]
    [InlineData("(k: i32) -> (y: i32) { return 2 / 9 * k }")]
    [InlineData("(k: i32) -> (y: i32) { let n = 7  return n / 2 }")]
    [InlineData(
        "block B(n: int)(x: f32[n]) -> f32[n / 2] { return x[0..n / 2] }  model M(x: f32[5]) -> (y: f32[2]) { layer b = B(5)  return b(x) }"
    )]
    [InlineData("(x: f32[4]) -> (y: f32[4]) { elastic w in [6, 8]  layer a = linear(w / 4)  layer b = linear(4)  return b(a(x)) }")]
    public void A_remainder_between_constants_or_sizes_is_an_error(string program) => Model(program).IsRefused("DYN0114");

    [Fact]
    public void Constants_divide_exactly_or_with_a_point() =>
        Model("(x: f32, k: i32) -> (y: f32, n: i32) { return (x * (2.0 / 8), 18 / 9 * k) }").Given([3], [5]).Gives([0.75], [10]);

    [Fact]
    public void A_scalar_is_a_rank_0_tensor() => Model("(x: f32) -> (y: f32[2]) { return stack([x, sum(x)]) }").Given([3]).Gives([3, 3]);

    [Theory]
    [InlineData("(x: f32[1]) -> (y: f32) { return x }", "DYN0012")]
    [InlineData("(x: f32) -> (y: f32[1]) { return x }", "DYN0012")]
    [InlineData("(x: f32[1]) -> (y: f32[1]) { if x > 0 { return x }  return x }", "DYN0113")]
    public void A_vector_of_one_is_not_a_scalar(string program, string id) => Model(program).IsRefused(id);

    [Theory]
    [InlineData("if x > 0 { return x }")]
    [InlineData("exit x when x > 0")]
    [InlineData("while x > 0 limit 3 { }")]
    [InlineData("if x[0] { return x }")]
    public void Conditions_are_scalar_bool(string statement) =>
        Model($"(x: f32[2]) -> (y: f32[2]) {{ {statement}  return x }}").IsRefused("DYN0113");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scalar_param_loads_from_rank_0_or_from_one_element(bool hasAxis)
    {
        Program model = Model("(x: f32) -> (y: f32) { param tau: f32  return x * tau }");
        Tensor stored = hasAxis ? Tensor.FromArray([2.5f], 1) : Tensor.Scalar(2.5f);
        var declarations = Graph.ModelWeights.Of(model.Compiled.Bound).Declarations;

        WeightSet weights = WeightSet.FromTensors(new Dictionary<string, Tensor> { ["tau"] = stored }, declarations);

        Assert.Equal([2.5f], weights["tau"].ToFloats());
        model.Weight("tau", 2.5).Given([2]).Gives([5]);
    }
}
