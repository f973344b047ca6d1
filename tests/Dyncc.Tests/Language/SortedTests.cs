using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Sorted sub-networks: elastic sizes, who chooses them, and weights read as prefixes.</summary>
public class SortedTests
{
    private static Program Narrowing() =>
        Model(
                "(x: f32[2]) -> (y: f32[1]) { elastic width in [1, 2, 3]  layer up = linear(width, bias: false)  layer down = linear(1, bias: false)  return x |> up |> down }"
            )
            .Weight("up.weight", 1, 0, 0, 1, 1, 1)
            .Weight("down.weight", 1, 10, 100);

    [Fact]
    public void An_elastic_size_is_the_largest_unless_set() => Narrowing().Given([1, 2]).Gives([321]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 21)]
    [InlineData(3, 321)]
    public void Weights_are_read_as_prefixes_along_every_elastic_axis(int width, double y) =>
        Narrowing().Set("width", width).Given([1, 2]).Gives([y]);

    [Fact]
    public void Weights_and_params_are_stored_at_the_largest_size() =>
        Assert.Equal(
            ["up.weight f32[3, 2]", "up.bias f32[3]", "down.weight f32[1, 3]", "down.bias f32[1]", "p f32[3, 3]"],
            Model(
                "(x: f32[2]) -> (y: f32[1]) { elastic w in 1..=3  param p: f32[w, w]  layer up = linear(w)  layer down = linear(1)  let y = x |> up |> down  return y + sum(p) }"
            ).Weights
        );

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1 + 2 + 4 + 5)]
    [InlineData(3, 45)]
    public void A_param_is_read_as_a_prefix_along_both_axes(int width, double y) =>
        Model("(x: f32) -> (y: f32) { elastic w in 1..=3  param p: f32[w, w]  return x + sum(p) }")
            .Weight("p", 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .Set("w", width)
            .Given([0])
            .Gives([y]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void An_elastic_size_is_an_i32(int depth, double value) =>
        Model("(k: i32) -> (n: i32, s: f32) { elastic d in 1..=3  return (d * k, sum(ones(f32[d]))) }")
            .Set("d", depth)
            .Given([10])
            .Gives([value * 10], [value]);

    [Theory]
    [InlineData(1, 1 + 4)]
    [InlineData(2, 1 + 2 + 4 + 5)]
    public void A_slice_may_end_at_an_elastic_size(int k, double y) =>
        Model("(w: f32[2, 3]) -> (y: f32) { elastic k in [1, 2]  return sum(w[.., ..k]) }")
            .Set("k", k)
            .Given([1, 2, 3, 4, 5, 6])
            .Gives([y]);

    [Theory]
    [InlineData("(x: f32[w]) -> (y: f32)")]
    [InlineData("(x: f32) -> (y: f32[w])")]
    public void It_is_never_in_inputs_or_results(string head) => Model($"{head} {{ elastic w in [1, 2]  return x }}").IsRefused("DYN0191");

    [Theory]
    [InlineData("[2, 2]")]
    [InlineData("3..3")]
    [InlineData("[-1, 2]")]
    public void It_lists_different_sizes(string values) =>
        Model($"(x: f32) -> (y: f32) {{ elastic w in {values}  return x }}").IsRefused("DYN0190");

    /// <summary>Costs: up 2 · width, down width, and 3 for each of depth.</summary>
    private static Program Budgeted() =>
        Model(
            """
            (x: f32[2]) -> (y: f32[3]) {
                elastic width in [1, 2, 3]
                elastic depth in [0, 1, 2]
                layer up = linear(width)
                layer down = linear(1)
                layer more[2] = linear(3)
                exit [0.0, 0, 0] when x[0] > 0
                var h = zeros(f32[3]) + (x |> up |> down)
                for i in 0..depth { h = more[i](h) }
                return h
            }
            """
        );

    [Theory]
    [InlineData(3, 1, 0)]
    [InlineData(8, 2, 0)]
    [InlineData(12, 1, 1)]
    [InlineData(17, 2, 1)]
    [InlineData(26, 2, 2)]
    [InlineData(1000, 3, 2)]
    public void A_budget_chooses_the_costliest_sub_network_within_it(long budget, int width, int depth) =>
        Assert.Equal(
            new Dictionary<string, long> { ["width"] = width, ["depth"] = depth },
            ElasticBudget.Choose(budget, [], Budgeted().Compiled)
        );

    [Fact]
    public void Of_equal_costs_the_larger_first_declared_dimension_is_chosen() =>
        Assert.Equal(
            new Dictionary<string, long> { ["a"] = 2, ["b"] = 1 },
            ElasticBudget.Choose(
                6,
                [],
                Model(
                    "(x: f32[2]) -> (y: f32[2]) { elastic a in [1, 2]  elastic b in [1, 2]  layer p = linear(a)  layer q = linear(b)  return x + sum(p(x)) + sum(q(x)) }"
                ).Compiled
            )
        );

    [Fact]
    public void A_budget_chooses_the_same_in_a_session()
    {
        Program program = Budgeted();
        using Runtime.CompiledModel model = InMemoryCompiler.Load(
            InMemoryCompiler.Compile(ModelSource.EmitCSharp(program.Compiled)),
            program.LoadWeights()
        );

        Assert.Equal(
            Regions.SubNetwork.AllOf(program.Compiled.Regions).Select(s => (string.Join(" ", s.Sizes), s.MultiplyAdds)),
            model.SubNetworks.Select(s => (string.Join(" ", s.Sizes), s.MultiplyAdds))
        );
        Assert.Equal(9, model.SubNetworks.Count);
    }

    [Theory]
    [InlineData(2, "the cheapest takes 3")]
    [InlineData(-1, "the cheapest takes 3")]
    public void A_budget_below_the_cheapest_sub_network_is_refused(long budget, string says)
    {
        var failed = Assert.Throws<CommandFailed>(() => ElasticBudget.Choose(budget, [], Budgeted().Compiled));

        Assert.Contains(says, Assert.IsType<Diagnostics.BadOption>(failed.Diagnostics[0]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_and_sizes_are_not_given_together() =>
        Assert.Throws<CommandFailed>(() => ElasticBudget.Choose(100, ["width=1"], Budgeted().Compiled));

    private static Program Choosing() =>
        Model(
                """
                (x: f32[2], k: i32) -> (y: f32[1], n: i32) {
                    elastic width in [1, 2, 4]
                    layer up = linear(width, bias: false)
                    layer down = linear(1, bias: false)
                    var y = zeros(f32[1])
                    var n = 0
                    with width = k {
                        y = x |> up |> down
                        n = width
                    }
                    return (y, n * 10 + width)
                }
                """
            )
            .Weight("up.weight", 1, 0, 0, 1, 1, 1, 2, 0)
            .Weight("down.weight", 1, 10, 100, 1000);

    [Fact]
    public void The_model_may_choose_a_size_for_each_sample() =>
        Choosing().Given([1, 2], [1]).Gives([1], [14]).Given([1, 2], [4]).Gives([2321], [44]).Given([1, 2], [2]).Gives([21], [24]);

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_unlisted_choice_faults(int k) =>
        Choosing().Given([1, 2], [k]).Faults("line 7", $"{k} is not one of the elastic sizes 1, 2, 4");

    [Fact]
    public void An_unlisted_constant_choice_is_refused() =>
        Model("(x: f32[2]) -> (y: f32[2]) { elastic w in [1, 2]  var y = x  with w = 3 { y = y + f32(w) }  return y }")
            .IsRefused("DYN0120");

    [Fact]
    public void Inside_another_with_the_inner_choice_counts() =>
        Model(
                "(k: i32) -> (n: i32) { elastic w in [1, 2, 4]  var n = 0  with w = k { n = w  with w = k * 2 { n = n * 10 + w }  n = n * 10 + w }  return n * 10 + w }"
            )
            .Given([1])
            .Gives([1214])
            .Given([2])
            .Gives([2424]);

    [Fact]
    public void Values_whose_type_names_the_size_stay_inside() =>
        Model(
                "(x: f32[2], k: i32) -> (y: f32) { elastic w in [1, 2]  layer up = linear(w)  var h = zeros(f32[w])  with w = k { h = up(x) }  return sum(h) }"
            )
            .IsRefused("DYN0111");

    [Fact]
    public void A_with_may_be_left() =>
        Model(
                "(x: f32, k: i32) -> (y: f32) { elastic w in [1, 2]  with w = k { exit x * 10 when w == 2  if x > 5 { return x }  }  return x + 0.5 }"
            )
            .Given([1], [2])
            .Gives([10], [0])
            .Given([7], [1])
            .Gives([7], [1])
            .Given([1], [1])
            .Gives([1.5], [2]);

    [Theory]
    [InlineData("with w = 1.0 { y = x }", "DYN0111")]
    [InlineData("with k = 1 { y = x }", "DYN0192")]
    public void With_gives_an_elastic_size_an_i32(string statement, string id) =>
        Model($"(x: f32, k: i32) -> (y: f32) {{ elastic w in [1, 2]  var y = x  {statement}  return y }}").IsRefused(id);
}
