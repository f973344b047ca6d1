using DynCompile.Runtime;
using DynCompile.Tensors;
using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>What is checked when a model runs, and what follows when a check fails.</summary>
public class FaultTests
{
    private static readonly double[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>The index is right in the first sample and wrong in the second.</summary>
    [Theory]
    [InlineData("return sum(x[k])", 3, 3)]
    [InlineData("return x[0, k]", 3, 3)]
    [InlineData("return sum(x[.., k])", -1, 3)]
    [InlineData("var h = x  h[k] = [1.0, 2.0, 3.0]  return sum(h)", 3, 3)]
    [InlineData("var h = x  h[1, k] += 1  return sum(h)", -1, 3)]
    [InlineData("return sum(slice(x, k, 3))", 1, 1)]
    [InlineData("return sum(slice(x, k, 1, axis: 1))", 3, 3)]
    [InlineData("return sum(index_select(x, [k, 0], axis: 0))", 3, 3)]
    [InlineData("return sum(gather(x[0], [0, k]))", 3, 3)]
    [InlineData("return sum(scatter(x[0], [k], [1.0]))", -1, 3)]
    [InlineData("layer e = embedding(3, 2)  return sum(e(k))", 3, 3)]
    [InlineData("layer e = embedding(3, 2)  return sum(e([0, k]))", 7, 3)]
    [InlineData("layer e[3] = linear(3)  return sum(e[k](x))", 3, 3)]
    [InlineData("layer e[3][2] = linear(3)  return sum(e[0][k](x))", 2, 2)]
    [InlineData("return f32(sum(one_hot(k, 3)))", 3, 3)]
    public void Every_data_dependent_index_is_checked(string body, int wrong, int bound) =>
        Model($"(x: f32[3, 3], k: i32) -> (y: f32) {{\n    {body}\n}}")
            .Given(Nine, [0])
            .Given(Nine, [wrong])
            .Faults("sample 1", "line 2", $"index {wrong} is outside 0..{bound}");

    [Theory]
    [InlineData("7 / k")]
    [InlineData("7 % k")]
    [InlineData("sum([1, 2] / [1, k])")]
    [InlineData("sum([1, 2] % k)")]
    public void Integer_division_by_zero_faults(string division) =>
        Model($"(k: i32) -> (y: i32) {{\n\n    return {division}\n}}")
            .Given([1])
            .Given([2])
            .Given([0])
            .Faults("sample 2", "line 3", "zero");

    [Fact]
    public void Float_division_by_zero_does_not() =>
        Model("(x: f32[3]) -> (y: f32[3]) { return x / 0 }")
            .Given([1, -1, 0])
            .Gives([double.PositiveInfinity, double.NegativeInfinity, double.NaN]);

    [Theory]
    [InlineData("var y = 0.0  if k < 3 { y = v[k] }  return y")]
    [InlineData("if k >= 3 { return 0 }  return v[k]")]
    [InlineData("for i in 0..1 { if k >= 3 { break }  return v[k] }  return 0")]
    [InlineData("var y = 0.0  while k < 3 limit 1 { y = v[k] }  return y")]
    [InlineData("var y = 0.0  if k < 3 { y = v[k] * 2 - v[k] } else { y = 0 }  return y")]
    [InlineData("if k < 3 and v[k] > 0 { return v[k] }  return 0")]
    [InlineData("if k < 3 and sum(one_hot(k, 3)) > 0 { return v[k] }  return 0")]
    public void Nothing_that_can_fault_moves_above_its_condition(string body) =>
        Model($"(v: f32[3], k: i32) -> (y: f32) {{ {body} }}").Given([5, 6, 7], [9]).Gives([0]).Given([5, 6, 7], [1]).Gives([6]);

    [Fact]
    public void An_exit_comes_before_what_faults_behind_it() =>
        Model("(v: f32[3], k: i32) -> (y: f32) { exit -1 when k >= 3  return v[k] }")
            .Given([5, 6, 7], [9])
            .Gives([-1], [0])
            .Given([5, 6, 7], [2])
            .Gives([7], [1]);

    [Fact]
    public void A_value_that_nobody_uses_faults_too() =>
        Model("(v: f32[3], k: i32) -> (y: f32) { let unused = v[k]  return 1.0 }").Given([5, 6, 7], [3]).Faults("3");

    [Theory]
    [InlineData("return x[3]", "DYN0117")]
    [InlineData("return x[-1]", "DYN0117")]
    [InlineData("var h = x  h[3] = 1  return h[0]", "DYN0117")]
    [InlineData("return sum(slice(x, 2, 2))", "DYN0117")]
    [InlineData("return sum(slice(x, -1, 2))", "DYN0117")]
    [InlineData("return sum(index_select(x, [0, 3]))", "DYN0117")]
    [InlineData("return sum(gather(x, [3]))", "DYN0117")]
    [InlineData("return sum(scatter(x, [-1], [1.0]))", "DYN0117")]
    [InlineData("layer e = embedding(3, 2)  return sum(e(3))", "DYN0117")]
    [InlineData("layer e[3] = linear(3)  return sum(e[3](x))", "DYN0117")]
    [InlineData("return f32(sum(one_hot(3, 3)))", "DYN0117")]
    [InlineData("return f32(k / 0)", "DYN0115")]
    [InlineData("return f32(k % 0)", "DYN0115")]
    [InlineData("var n = k  n /= 0  return f32(n)", "DYN0115")]
    [InlineData("return f32(sum([k, k] / [1, 0]))", "DYN0115")]
    [InlineData("return f32(7 / 0)", "DYN0115")]
    public void Constant_cases_are_compile_errors(string body, string id) =>
        Model($"(x: f32[3], k: i32) -> (y: f32) {{ {body} }}").IsRefused(id);

    [Fact]
    public void Constant_cases_inside_are_checked_away() =>
        Model(
                "(x: f32[3]) -> (a: f32, b: f32[2], c: f32[2], d: f32[1]) { return (x[2], slice(x, 1, 2), index_select(x, [2, 0]), gather(x, [1])) }"
            )
            .Given([5, 6, 7])
            .Gives([7], [6, 7], [7, 5], [6]);

    [Fact]
    public void A_call_that_faults_writes_no_result_and_the_session_stays_usable()
    {
        Program program = Model("(v: f32[3], k: i32) -> (y: f32) { return v[k] }");
        byte[] assembly = InMemoryCompiler.Compile(ModelSource.EmitCSharp(program.Compiled));
        using CompiledModel model = InMemoryCompiler.Load(assembly, program.LoadWeights());
        using ModelSession session = model.CreateSession(maxBatch: 2);
        Tensor values = Tensor.FromArray([1f, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3);
        Tensor results = Tensor.FromArray([-1f, -1, -1], 3);

        var fault = Assert.Throws<DynRunException>(() => session.RunBatch([values, Tensor.FromArray([0, 1, 3], 3)], 3, [results]));
        Assert.Contains("sample 2", fault.Message, StringComparison.Ordinal);
        Assert.Equal([-1, -1, -1], results.ToFloats());

        session.RunBatch([values, Tensor.FromArray([0, 1, 2], 3)], 3, [results]);
        Assert.Equal([1, 5, 9], results.ToFloats());
    }
}
