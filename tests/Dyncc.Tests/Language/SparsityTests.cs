using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>N:M sparsity.</summary>
public class SparsityTests
{
    [Fact]
    public void Of_every_m_consecutive_inputs_the_n_largest_magnitudes_stay() =>
        Model("(x: f32[8]) -> (y: f32[1]) { layer fc = linear(1, bias: false, sparse: 2:4)  return fc(x) }")
            .Weight("fc.weight", 1, -4, 2, 3, 5, 6, 7, -8)
            .Given([1, 1, 1, 1, 10, 10, 10, 10])
            .Gives([-4 + 3 + 70 - 80]);

    [Fact]
    public void Each_output_has_its_own_pattern() =>
        Model("(x: f32[2]) -> (y: f32[2]) { layer fc = linear(2, bias: false, sparse: 1:2)  return fc(x) }")
            .Weight("fc.weight", 1, 2, 4, 3)
            .Given([10, 100])
            .Gives([200, 40]);

    [Fact]
    public void Equal_magnitudes_stay_at_the_lowest_index() =>
        Model("(x: f32[4]) -> (y: f32[1]) { layer fc = linear(1, bias: false, sparse: 2:4)  return fc(x) }")
            .Weight("fc.weight", 1, -1, 1, 1)
            .Given([1, 10, 100, 1000])
            .Gives([-9]);

    [Fact]
    public void A_convolution_prunes_along_its_input_channels_at_each_kernel_position() =>
        Model("(x: f32[2, 1, 2]) -> (y: f32[1, 1, 1]) { layer c = conv2d(1, kernel: [1, 2], bias: false, sparse: 1:2)  return c(x) }")
            .Weight("c.weight", 1, 4, 2, 3)
            .Given([1, 10, 100, 1000])
            .Gives([2 * 100 + 4 * 10]);

    [Fact]
    public void A_convolution_prunes_inside_its_groups() =>
        Model("(x: f32[4, 1, 1]) -> (y: f32[2, 1, 1]) { layer c = conv2d(2, kernel: 1, groups: 2, bias: false, sparse: 1:2)  return c(x) }")
            .Weight("c.weight", 1, 2, 4, 3)
            .Given([1, 10, 100, 1000])
            .Gives([20, 400]);

    [Theory]
    [InlineData("layer n = linear(1, sparse: 2:4)", "f32[6]")]
    [InlineData("layer n = conv2d(2, kernel: 1, sparse: 2:4)", "f32[6, 2, 2]")]
    [InlineData("layer n = conv2d(4, kernel: 1, groups: 2, sparse: 2:4)", "f32[4, 2, 2]")]
    public void A_size_that_m_does_not_divide_is_refused(string layer, string input) =>
        Model($"(x: {input}) -> (y: f32) {{ {layer}  return sum(n(x)) }}").IsRefused("DYN0136");

    [Fact]
    public void By_outputs_share_a_pattern_chosen_by_summed_magnitude() =>
        Model("(x: f32[4]) -> (y: f32[4]) { layer fc = linear(4, bias: false, sparse: 1:4 by 2)  return fc(x) }")
            .Weight("fc.weight", 1, 5, 2, 0, 4, 1, -3, 1, 0, 0, 1, 0, 9, 0, 0, 0)
            .Given([1, 10, 100, 1000])
            .Gives([50, 10, 0, 9]);

    [Fact]
    public void Outputs_that_by_does_not_divide_end_with_a_smaller_run() =>
        Model("(x: f32[2]) -> (y: f32[3]) { layer fc = linear(3, bias: false, sparse: 1:2 by 2)  return fc(x) }")
            .Weight("fc.weight", 1, 2, 3, 1, 5, 6)
            .Given([1, 10])
            .Gives([1, 3, 60]);

    [Theory]
    [InlineData("4:2")]
    [InlineData("0:4")]
    public void A_pattern_keeps_some_and_not_more_than_all(string pattern) =>
        Model($"(x: f32[4]) -> (y: f32[1]) {{ layer fc = linear(1, sparse: {pattern})  return fc(x) }}").IsRefused("DYN0026");
}
