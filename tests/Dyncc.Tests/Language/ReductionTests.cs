using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Axes and their defaults, ties, NaN, rounding.</summary>
public class ReductionTests
{
    private const double NaN = double.NaN;
    private static readonly double[] Matrix = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Axes_may_be_negative() =>
        Model("(x: f32[2, 3]) -> (a: f32[2], b: f32[3]) { return (sum(x, axes: [-1]), sum(x, axes: [-2])) }")
            .Given(Matrix)
            .Gives([6, 15], [5, 7, 9]);

    [Theory]
    [InlineData("sum(x, axes: [2])")]
    [InlineData("sum(x, axes: [-3])")]
    [InlineData("sum(softmax(x, axis: 2))")]
    public void An_axis_that_is_not_there_is_refused(string call) =>
        Model($"(x: f32[2, 3]) -> (y: f32) {{ return sum({call}) }}").IsRefused("DYN0135");

    [Theory]
    [InlineData("sum(x, [0])")]
    [InlineData("softmax(x, 0)")]
    [InlineData("concat([x, x], 0)")]
    public void Axes_are_named(string call) => Model($"(x: f32[2, 3]) -> (y: f32) {{ return sum({call}) }}").IsRefused("DYN0104");

    [Fact]
    public void Reductions_take_all_axes_by_default() =>
        Model("(x: f32[2, 3]) -> (a: f32, b: f32, c: f32, d: f32, e: f32) { return (sum(x), mean(x), max(x), min(x), prod(x)) }")
            .Given(Matrix)
            .Gives([21], [3.5], [6], [1], [720]);

    [Fact]
    public void Any_and_all_take_all_axes_by_default() =>
        Model("(x: bool[2, 2]) -> (a: bool, b: bool, c: bool[2]) { return (any(x), all(x), any(x, axes: [0])) }")
            .Given([0, 1, 0, 0])
            .Gives([1], [0], [0, 1]);

    [Fact]
    public void Softmax_topk_sort_and_cumsum_take_the_last_axis_by_default() =>
        Model(
                """
                (x: f32[2, 2]) -> (s: f32[2], v: f32[2, 1], i: i32[2, 1], o: f32[2, 2], c: f32[2, 2]) {
                    let (v, i) = topk(x, 1)
                    let (o, _) = sort(x)
                    return (sum(softmax(x), axes: [1]), v, i, o, cumsum(x))
                }
                """
            )
            .Given([1, 2, 4, 3])
            .Gives([1, 1], [2, 4], [1, 0], [1, 2, 3, 4], [1, 3, 4, 7]);

    [Fact]
    public void Concat_stack_chunk_and_split_take_axis_0_by_default() =>
        Model(
                """
                (x: f32[2, 2]) -> (a: f32[4, 2], b: f32[2, 2, 2], c: f32[1, 2], d: f32[1, 2]) {
                    let (c, _) = chunk(x, 2)
                    let (_, d) = split(x, [1, 1])
                    return (concat([x, x]), stack([x, x]), c, d)
                }
                """
            )
            .Given([1, 2, 3, 4])
            .Gives([1, 2, 3, 4, 1, 2, 3, 4], [1, 2, 3, 4, 1, 2, 3, 4], [1, 2], [3, 4]);

    [Fact]
    public void Gather_and_scatter_take_axis_0_by_default() =>
        Model(
                "(x: f32[2, 2], i: i32[1, 2]) -> (g: f32[1, 2], s: f32[2, 2]) { return (gather(x, i), scatter(x, i, reshape([9.0, 8.0], [1, 2]))) }"
            )
            .Given([1, 2, 3, 4], [1, 0])
            .Gives([3, 2], [1, 8, 9, 4]);

    [Fact]
    public void Argmax_takes_all_axes_by_default() =>
        Model("(x: f32[2, 3]) -> (a: i32, b: i32[2], c: i32) { return (argmax(x), argmax(x, axis: 1), argmin(x)) }")
            .Given([1, 7, 3, 9, 5, 6])
            .Gives([3], [1, 0], [0]);

    [Fact]
    public void Max_and_min_reduce_and_maximum_and_minimum_take_two() =>
        Model("(x: f32[2], y: f32[2]) -> (a: f32, b: f32, c: f32[2], d: f32[2]) { return (max(x), min(x), maximum(x, y), minimum(x, y)) }")
            .Given([1, 5], [3, 4])
            .Gives([5], [1], [3, 5], [1, 4]);

    [Fact]
    public void Max_of_two_is_refused() => Model("(x: f32, y: f32) -> (z: f32) { return max(x, y) }").IsRefused("DYN0104");

    [Fact]
    public void Ties_go_to_the_lowest_index() =>
        Model(
                "(x: f32[4]) -> (a: i32, b: i32, i: i32[3], s: i32[4], d: i32[4]) { let (_, i) = topk(x, 3)  let (_, s) = sort(x)  let (_, d) = sort(x, descending: true)  return (argmax(x), argmin(x), i, s, d) }"
            )
            .Given([1, 2, 2, 1])
            .Gives([1], [0], [1, 2, 0], [0, 3, 1, 2], [1, 2, 0, 3]);

    [Fact]
    public void Zeros_of_both_signs_tie() =>
        Model("(x: f32[2]) -> (a: i32, b: i32) { return (argmax(x), argmin(x)) }").Given([-0.0, 0.0]).Gives([0], [0]);

    [Fact]
    public void NaN_counts_as_largest() =>
        Model(
                "(x: f32[3]) -> (v: f32[3], i: i32[3], s: f32[3], a: i32) { let (v, i) = topk(x, 3)  let (s, _) = sort(x)  return (v, i, s, argmax(x)) }"
            )
            .Given([1, NaN, double.PositiveInfinity])
            .Gives([NaN, double.PositiveInfinity, 1], [1, 2, 0], [1, double.PositiveInfinity, NaN], [1]);

    [Fact]
    public void NaN_passes_through() =>
        Model(
                "(x: f32[2]) -> (a: f32, b: f32, c: f32[2], d: f32[2], e: f32[2], f: f32[2], g: f32) { return (max(x), min(x), maximum(x, 2), minimum(x, 2), relu(x), clamp(x, 0, 1), sum(x)) }"
            )
            .Given([NaN, 3])
            .Gives([NaN], [NaN], [NaN, 3], [NaN, 2], [NaN, 3], [NaN, 1], [NaN]);

    [Fact]
    public void NaN_equals_nothing() =>
        Model("(x: f32) -> (a: bool, b: bool, c: bool) { return (x == x, x != x, x < x or x >= x) }").Given([NaN]).Gives([0], [1], [0]);

    [Fact]
    public void Round_is_half_to_even() =>
        Model("(x: f32[6]) -> (y: f32[6]) { return round(x) }").Given([0.5, 1.5, 2.5, -0.5, -1.5, 2.500001]).Gives([0, 2, 2, 0, -2, 3]);

    [Fact]
    public void Gelu_is_the_erf_one() =>
        Model("(x: f32[3]) -> (y: f32[3]) { return gelu(x) }").Given([1, -2, 0.5]).Gives([0.8413447, -0.0455003, 0.3457312]);

    [Fact]
    public void Sum_of_bool_is_i32() =>
        Model("(x: bool[2, 2]) -> (n: i32, m: i32[2]) { return (sum(x), sum(x, axes: [0])) }").Given([1, 1, 0, 1]).Gives([3], [1, 2]);
}
