using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Loops: limits, jumps, the loop variable.</summary>
public class LoopTests
{
    [Fact]
    public void Constant_bounds_need_no_limit() =>
        Model("(k: i32) -> (y: i32) { var y = k  for i in 2..5 { y = y * 10 + i }  return y }").Given([1]).Gives([1234]);

    [Fact]
    public void Elastic_bounds_need_no_limit() =>
        Model("(k: i32) -> (y: i32) { elastic d in [1, 3]  var y = k  for i in 0..d { y = y * 10 + i }  return y }")
            .Set("d", 1)
            .Given([1])
            .Gives([10]);

    [Theory]
    [InlineData("for i in 0..k { }")]
    [InlineData("for i in k..9 { }")]
    [InlineData("while k > 0 { }")]
    [InlineData("while true { }")]
    public void Any_other_loop_needs_a_limit(string loop) => Model($"(k: i32) -> (y: i32) {{ {loop}  return k }}").IsRefused("DYN0170");

    [Theory]
    [InlineData("k")]
    [InlineData("2.0")]
    [InlineData("-1")]
    public void A_limit_is_constant(string limit) =>
        Model($"(k: i32) -> (y: i32) {{ while k > 0 limit {limit} {{ }}  return k }}").IsRefused("DYN0110");

    [Fact]
    public void Data_decides_how_often_a_for_runs() =>
        Model("(x: f32[9], length: i32) -> (y: f32) { var y = 0.0  for t in 0..length limit 9 { y += x[t] }  return y }")
            .Given([1, 2, 3, 4, 5, 6, 7, 8, 9], [3])
            .Gives([6])
            .Given([1, 2, 3, 4, 5, 6, 7, 8, 9], [0])
            .Gives([0])
            .Given([1, 2, 3, 4, 5, 6, 7, 8, 9], [-5])
            .Gives([0])
            .Given([1, 2, 3, 4, 5, 6, 7, 8, 9], [9])
            .Gives([45]);

    [Theory]
    [InlineData("while true limit 10 { n += 1 }", 10)]
    [InlineData("for t in 0..k limit 4 { n += 1 }", 4)]
    [InlineData("for t in k..200 limit 4 { n += 1 }", 4)]
    [InlineData("for t in 0..100 limit 7 { n += 1 }", 7)]
    [InlineData("while true limit 0 { n += 1 }", 0)]
    public void Reaching_the_limit_just_ends_the_loop(string loop, double count) =>
        Model($"(k: i32) -> (n: i32) {{ var n = 0  {loop}  return n }}").Given([100]).Gives([count]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 2)]
    public void An_elastic_for_ends_at_its_limit_too(int depth, double count) =>
        Model("(k: i32) -> (n: i32) { elastic d in [1, 2, 9]  var n = k  for i in 0..d limit 2 { n += 1 }  return n }")
            .Set("d", depth)
            .Given([0])
            .Gives([count]);

    [Fact]
    public void Break_leaves_the_innermost_loop() =>
        Model("(k: i32) -> (y: i32) { var y = 0  for i in 0..3 { for j in 0..9 { if j == k { break }  y += 1 }  y += 100 }  return y }")
            .Given([2])
            .Gives([306])
            .Given([0])
            .Gives([300]);

    [Fact]
    public void Continue_begins_the_next_iteration() =>
        Model("(k: i32) -> (y: i32) { var y = 0  for i in 0..5 { if i == k { continue }  y = y * 10 + i }  return y }")
            .Given([2])
            .Gives([134])
            .Given([9])
            .Gives([1234]);

    [Fact]
    public void Continue_counts_towards_the_limit() =>
        Model("(k: i32) -> (y: i32) { var y = 0  while true limit 3 { y += 1  if k > 0 { continue }  y += 10 }  return y }")
            .Given([1])
            .Gives([3])
            .Given([0])
            .Gives([33]);

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    public void Outside_a_loop_there_is_nothing_to_leave(string jump) =>
        Model($"(x: f32) -> (y: f32) {{ {jump}  return x }}").IsRefused("DYN0032");

    [Fact]
    public void The_loop_variable_is_i32() =>
        Model("(x: f32[3]) -> (y: f32) { for i in 0..3 { let y = x * i }  return x[0] }").IsRefused("DYN0112");

    [Fact]
    public void The_condition_of_a_while_comes_first() =>
        Model("(x: f32) -> (n: i32) { var n = 0  var h = x  while h < 10 limit 9 { h *= 2  n += 1 }  return n }")
            .Given([100])
            .Gives([0])
            .Given([3])
            .Gives([2]);

    [Fact]
    public void A_loop_may_begin_below_0() =>
        Model(
                "(k: i32) -> (y: i32) { var y = 0  for i in -2..1 { y = y * 10 + i + 3 }  for i in k..0 limit 9 { y = y * 10 + i + 9 }  return y }"
            )
            .Given([-2])
            .Gives([12378]);
}
