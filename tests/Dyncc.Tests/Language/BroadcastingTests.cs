using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Broadcasting, logic and choice.</summary>
public class BroadcastingTests
{
    [Fact]
    public void Shapes_align_at_their_last_axes_and_ones_stretch() =>
        Model("(a: f32[2, 1], b: f32[3]) -> (y: f32[2, 3]) { return a * 10 + b }").Given([1, 2], [3, 4, 5]).Gives([13, 14, 15, 23, 24, 25]);

    [Fact]
    public void A_scalar_stretches_over_every_shape() =>
        Model("(a: f32, b: f32[2, 2]) -> (y: f32[2, 2]) { return b - a }").Given([1], [3, 4, 5, 6]).Gives([2, 3, 4, 5]);

    [Theory]
    [InlineData("f32[2]", "f32[3]")]
    [InlineData("f32[2, 3]", "f32[2]")]
    public void Shapes_that_do_not_align_are_refused(string a, string b) =>
        Model($"(a: {a}, b: {b}) -> (y: f32) {{ return sum(a + b) }}").IsRefused("DYN0133");

    [Theory]
    [InlineData("k < 3 and v[k] > 0")]
    [InlineData("not (k >= 3 or v[k] <= 0)")]
    [InlineData("k < 3 and 10 / (3 - k) > 2 and v[k] > 0")]
    public void And_and_or_of_scalars_evaluate_the_right_side_only_when_it_matters(string condition) =>
        Model($"(v: f32[3], k: i32) -> (y: bool) {{ return {condition} }}")
            .Given([1, -1, 1], [0])
            .Gives([1])
            .Given([1, -1, 1], [1])
            .Gives([0])
            .Given([1, -1, 1], [3])
            .Gives([0]);

    [Fact]
    public void A_right_side_that_matters_may_fault() =>
        Model("(v: f32[3], k: i32) -> (y: bool) { return k < 4 and v[k] > 0 }").Given([1, -1, 1], [3]).Faults("3");

    [Fact]
    public void And_or_and_not_of_tensors_are_elementwise() =>
        Model("(a: bool[4], b: bool[4]) -> (y: bool[4], z: bool[4], n: bool[4]) { return (a and b, a or b, not a) }")
            .Given([0, 0, 1, 1], [0, 1, 0, 1])
            .Gives([0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 0, 0]);

    [Fact]
    public void And_binds_tighter_than_or_and_not_tighter_than_both() =>
        Model("(a: bool, b: bool, c: bool) -> (y: bool, z: bool) { return (a or b and c, not a and b) }")
            .Given([1], [0], [0])
            .Gives([1], [0])
            .Given([0], [1], [0])
            .Gives([0], [1]);

    [Theory]
    [InlineData("0 < x < 1")]
    [InlineData("x == x == x")]
    public void Comparisons_do_not_chain(string condition) =>
        Model($"(x: f32) -> (y: f32) {{ if {condition} {{ return x }}  return x }}").IsRefused("DYN0020");

    [Fact]
    public void Where_chooses_elements() =>
        Model("(c: bool[3], a: f32[3], b: f32) -> (y: f32[3]) { return where(c, a, b) }").Given([1, 0, 1], [1, 2, 3], [9]).Gives([1, 9, 3]);

    [Fact]
    public void Where_evaluates_both_sides() =>
        Model("(v: f32[3], k: i32) -> (y: f32) { return where(k < 3, v[k], 0.0) }").Given([1, 2, 3], [3]).Faults("3");

    [Fact]
    public void If_evaluates_one_side() =>
        Model("(v: f32[3], k: i32) -> (y: f32) { var y = 0.0  if k < 3 { y = v[k] }  return y }")
            .Given([1, 2, 3], [3])
            .Gives([0])
            .Given([1, 2, 3], [1])
            .Gives([2]);
}
