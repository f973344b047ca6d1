using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Elements, rows and slices.</summary>
public class IndexTests
{
    private static readonly double[] Matrix = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void An_element_has_an_index_for_each_axis() =>
        Model("(x: f32[2, 3], i: i32) -> (a: f32, b: f32) { return (x[1, 2], x[i, i + 1]) }")
            .Given(Matrix, [0])
            .Gives([6], [2])
            .Given(Matrix, [1])
            .Gives([6], [6]);

    [Fact]
    public void Fewer_indices_give_a_row() =>
        Model("(x: f32[2, 3], i: i32) -> (a: f32[3], b: f32[2]) { return (x[i], x[.., i]) }").Given(Matrix, [1]).Gives([4, 5, 6], [2, 5]);

    [Fact]
    public void More_indices_than_axes_are_refused() => Model("(x: f32[3]) -> (y: f32) { return x[0, 0] }").IsRefused("DYN0118");

    [Theory]
    [InlineData("x[2..4]", 3, 4)]
    [InlineData("x[2..=3]", 3, 4)]
    [InlineData("x[..2]", 1, 2)]
    [InlineData("x[..=1]", 1, 2)]
    [InlineData("x[4..]", 5, 6)]
    [InlineData("x[..][1..3]", 2, 3)]
    public void A_slice_excludes_its_end_unless_it_says_so(string slice, double first, double second) =>
        Model($"(x: f32[6]) -> (y: f32[2]) {{ return {slice} }}").Given(Matrix).Gives([first, second]);

    [Fact]
    public void Each_axis_is_sliced_by_itself() =>
        Model("(x: f32[2, 3]) -> (y: f32[2, 2], z: f32[1, 1]) { return (x[.., ..2], x[1.., 2..=2]) }")
            .Given(Matrix)
            .Gives([1, 2, 4, 5], [6]);

    [Fact]
    public void Slices_and_indices_mix() =>
        Model("(x: f32[2, 3], i: i32) -> (y: f32[2], z: f32[2]) { return (x[i, 1..], x[.., 1]) }").Given(Matrix, [1]).Gives([5, 6], [2, 5]);

    [Theory]
    [InlineData("for i in 0..n { s = s * 10 + i }", 12)]
    [InlineData("for i in 0..=n { s = s * 10 + i }", 123)]
    [InlineData("for i in 0..3 { s = s * 10 + i }", 12)]
    [InlineData("for i in 0..=3 { s = s * 10 + i }", 123)]
    public void A_range_of_a_for_excludes_its_end_unless_it_says_so(string loop, double sum) =>
        Model($"(n: i32) -> (s: i32) {{ var s = 0  {loop.Replace("n {", "n limit 9 {")}  return s }}").Given([3]).Gives([sum]);

    [Theory]
    [InlineData("1..3", "1, 2")]
    [InlineData("1..=3", "1, 2, 3")]
    public void A_range_of_an_elastic_size_excludes_its_end_unless_it_says_so(string range, string values) =>
        Assert.Equal(
            values,
            string.Join(", ", Model($"(x: f32) -> (y: f32) {{ elastic d in {range}  return x }}").Compiled.Bound.Elastics[0].Symbol.Values)
        );

    [Theory]
    [InlineData("x[-1]")]
    [InlineData("x[6]")]
    [InlineData("x[-1..3]")]
    [InlineData("x[2..7]")]
    [InlineData("x[3..2]")]
    public void A_constant_index_lies_inside_and_is_not_negative(string index) =>
        Model($"(x: f32[6]) -> (y: f32) {{ return sum({index}) }}").IsRefused("DYN0117");

    [Fact]
    public void A_computed_index_is_not_negative() =>
        Model("(x: f32[6], k: i32) -> (y: f32) { return x[k] }").Given(Matrix, [-1]).Faults("-1", "6");

    [Fact]
    public void A_slice_with_a_computed_start_is_a_call() =>
        Model("(x: f32[6], k: i32) -> (y: f32[2], z: f32[2]) { return (slice(x, k, 2), slice(x, k + 1, 2)) }")
            .Given(Matrix, [3])
            .Gives([4, 5], [5, 6])
            .Given(Matrix, [0])
            .Gives([1, 2], [2, 3]);

    [Fact]
    public void A_slice_in_brackets_has_constant_bounds() =>
        Model("(x: f32[6], k: i32) -> (y: f32) { return sum(x[k..k + 2]) }").IsRefused("DYN0110");

    [Fact]
    public void Rows_by_a_vector_of_indices_are_selected() =>
        Model(
                "(x: f32[3, 2], idx: i32[2]) -> (y: f32[2, 2], z: f32[3, 2]) { return (index_select(x, idx, axis: 0), index_select(x, idx % 2, axis: 1)) }"
            )
            .Given(Matrix, [2, 1])
            .Gives([5, 6, 3, 4], [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void An_index_is_i32() => Model("(x: f32[6], k: f32) -> (y: f32) { return x[k] }").IsRefused("DYN0111");
}
