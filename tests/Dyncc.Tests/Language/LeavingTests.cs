using DynCompile.Graph;
using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Exits and returns: how they count, what they carry, where they may stand.</summary>
public class LeavingTests
{
    private static IReadOnlyList<string> ExitNames(Program model) => ExitNumbers.NamesOf(model.Compiled.Bound);

    [Fact]
    public void Exits_and_returns_count_from_0_in_text_order() =>
        Model(
                """
                (x: f32) -> (y: f32) {
                    exit x when x > 3
                    if x > 2 { return x + 10 }
                    exit x + 20 when x > 1
                    return x + 30
                }
                """
            )
            .Given([4])
            .Gives([4], [0])
            .Given([2.5])
            .Gives([12.5], [1])
            .Given([1.5])
            .Gives([21.5], [2])
            .Given([0])
            .Gives([30], [3]);

    [Fact]
    public void An_exit_in_a_for_counts_once_for_each_iteration() =>
        Model("(k: i32) -> (y: i32) { for i in 0..3 { exit i * 10 when k == i }  return 99 }")
            .Given([0])
            .Gives([0], [0])
            .Given([1])
            .Gives([10], [1])
            .Given([2])
            .Gives([20], [2])
            .Given([3])
            .Gives([99], [3]);

    [Fact]
    public void Nested_fors_count_as_if_written_out() =>
        Model(
                """
                (k: i32) -> (y: i32) {
                    for i in 1..=2 {
                        for j in 0..2 { exit j when k == i * 10 + j }
                        exit 5 when k == i
                    }
                    return 9
                }
                """
            )
            .Given([11])
            .Gives([1], [1])
            .Given([1])
            .Gives([5], [2])
            .Given([20])
            .Gives([0], [3])
            .Given([2])
            .Gives([5], [5])
            .Given([0])
            .Gives([9], [6]);

    [Fact]
    public void A_for_that_never_runs_counts_no_exits() =>
        Model("(k: i32) -> (y: i32) { for i in 2..2 { exit i }  exit 3 when k == 0  return 4 }")
            .Given([0])
            .Gives([3], [0])
            .Given([1])
            .Gives([4], [1]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_for_with_elastic_bounds_counts_as_if_written_out_at_its_largest(int depth)
    {
        Program model = Model("(k: i32) -> (y: i32) { elastic depth in 1..=3  for i in 0..depth { exit i when k == i }  return 9 }");

        model.Set("depth", depth).Given([0]).Gives([0], [0]).Given([7]).Gives([9], [3]);
    }

    [Fact]
    public void Any_other_loop_counts_once() =>
        Model(
                """
                (k: i32, n: i32) -> (y: i32) {
                    var t = 0
                    while t < 5 limit 5 { exit t when t == k  t += 1 }
                    for i in 0..n limit 9 { exit 10 + i when 10 + i == k }
                    return 99
                }
                """
            )
            .Given([0], [3])
            .Gives([0], [0])
            .Given([4], [3])
            .Gives([4], [0])
            .Given([12], [3])
            .Gives([12], [1])
            .Given([13], [3])
            .Gives([99], [2]);

    [Fact]
    public void A_for_inside_a_while_is_written_out_once() =>
        Model(
                "(k: i32) -> (y: i32) { var t = 0  while t < 20 limit 2 { for i in 0..2 { exit t + i when t + i == k }  t += 10 }  return 99 }"
            )
            .Given([1])
            .Gives([1], [1])
            .Given([11])
            .Gives([11], [1])
            .Given([3])
            .Gives([99], [2]);

    [Fact]
    public void Exits_that_count_too_often_are_refused_at_once() =>
        Model("(k: i32) -> (y: i32) { for i in 0..2000000000 { exit i when k == i }  return 9 }").IsRefused("DYN0120");

    [Fact]
    public void Without_exits_returns_may_be_in_loops_of_any_length() =>
        Model("(k: i32) -> (y: i32) { for i in 0..2000000000 { if k == i { return i }  if k < 0 { return -1 } }  return 9 }")
            .Given([5])
            .Gives([5])
            .Given([-2])
            .Gives([-1]);

    [Fact]
    public void An_exit_leaves_all_loops_around_it() =>
        Model("(k: i32) -> (y: i32) { var n = 0  for i in 0..3 { while n < 9 limit 9 { n += 1  exit n when n == k } }  return -1 }")
            .Given([2])
            .Gives([2], [0])
            .Given([0])
            .Gives([-1], [3]);

    [Theory]
    [InlineData("block B(x: f32) -> f32 { exit x  return x }  model M(x: f32) -> (y: f32) { layer b = B()  return b(x) }")]
    [InlineData("fn f(x: f32) -> f32 { exit x  return x }  model M(x: f32) -> (y: f32) { return f(x) }")]
    public void An_exit_occurs_only_in_a_model(string program) => Model(program).IsRefused("DYN0033");

    [Fact]
    public void An_exit_carries_all_results() =>
        Model("(x: f32) -> (y: f32, n: i32) { exit (x * 2, 7) when x > 0  return (x, 8) }").Given([3]).Gives([6], [7], [0]);

    [Fact]
    public void An_exit_that_carries_fewer_results_is_refused() =>
        Model("(x: f32) -> (y: f32, n: i32) { exit x when x > 0  return (x, 8) }").IsRefused("DYN0162");

    [Fact]
    public void An_exit_that_carries_another_type_is_refused() =>
        Model("(x: f32[3]) -> (y: f32) { exit x when x[0] > 0  return x[0] }").IsRefused("DYN0012");

    [Fact]
    public void Its_when_may_be_missing() =>
        Model("(x: f32) -> (y: f32) { if x > 0 { exit x * 2 }  return x }").Given([3]).Gives([6], [0]).Given([-3]).Gives([-3], [1]);

    [Fact]
    public void An_exit_has_the_name_that_stands_before_its_values_or_its_number() =>
        Assert.Equal(
            ["exit0", "sure", "exit2"],
            ExitNames(Model("(x: f32) -> (y: f32) { exit x when x > 3  exit sure: x when x > 2  return x }"))
        );

    [Fact]
    public void A_model_that_contains_an_exit_has_one_more_result()
    {
        Function with = Model("(x: f32) -> (y: f32) { exit x when x > 3  return x }").Compiled.Bound.Main;
        Function without = Model("(x: f32) -> (y: f32) { if x > 3 { return x }  return x }").Compiled.Bound.Main;

        Assert.Equal(["y: f32", "exit: i32"], with.Results.Select(r => $"{r.Name}: {r.Type}"));
        Assert.Equal(["y: f32"], without.Results.Select(r => $"{r.Name}: {r.Type}"));
    }

    [Fact]
    public void A_result_named_exit_makes_no_exits() => Model("(x: f32) -> (@exit: f32) { return x * 2 }").Given([3]).Gives([6]);

    [Fact]
    public void A_number_named_exit_is_no_exit_either() =>
        Model("(x: f32) -> (@exit: i32) { if x > 3 { return 70 }  return -2 }").Given([3]).Gives([-2]).Given([4]).Gives([70]);

    [Fact]
    public void A_result_cannot_have_the_name_of_the_exit() =>
        Model("(x: f32) -> (@exit: f32) { exit x when x > 3  return x }").IsRefused("DYN0101");

    [Fact]
    public void A_return_in_a_block_leaves_the_block() =>
        Model(
                """
                block B(x: f32) -> f32 { for i in 0..9 { if x < f32(i) { return f32(i) } }  return -1.0 }
                model M(x: f32) -> (y: f32) { layer b = B()  return b(x) + 100 }
                """
            )
            .Given([2.5])
            .Gives([103])
            .Given([50])
            .Gives([99]);

    [Theory]
    [InlineData("if x > 0 { return x }")]
    [InlineData("for i in 0..3 { return x }")]
    [InlineData("exit x when x > 0")]
    [InlineData("if x > 0 { return x } else if x > 1 { return x }")]
    public void Every_path_returns(string body) => Model($"(x: f32) -> (y: f32) {{ {body} }}").IsRefused("DYN0160");

    [Theory]
    [InlineData("if x > 0 { return x } else { return x }")]
    [InlineData("if x > 0 { return x } else if x > 1 { return x } else { return x }")]
    public void A_path_may_return_in_each_branch(string body) => Model($"(x: f32) -> (y: f32) {{ {body} }}").Given([3]).Gives([3]);
}
