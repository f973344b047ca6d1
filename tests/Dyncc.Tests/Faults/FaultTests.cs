using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Faults;

/// <summary>
/// Rule 31: what does not exist is a fault on every target. The call fails as a whole with line, sample, value and bound, writes no
/// result, and the session goes on.
/// </summary>
public class FaultTests
{
    public static TheoryData<string> Cases => [.. FaultCases.Kinds.Concat(FaultCases.Places).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fault_is_the_same_on_both_targets_at_any_batch_and_the_session_goes_on(string name)
    {
        FaultCase of = FaultCases.Kinds.Concat(FaultCases.Places).Single(c => c.Name == name);
        using var model = new FaultModel(of.Model, capacity: 1);
        Tensor[] good = model.Sample(of.Good);
        Tensor[] bad = model.Sample(of.Bad);
        foreach (int capacity in new[] { 1, 3, 7 })
        {
            model.Open(capacity);
            foreach (Tensor[][] batch in new Tensor[][][] { [bad], [good, good, good, good, bad, good, good] })
            {
                int sample = Array.IndexOf(batch, bad);
                string message = $"{of.What} (sample {sample}, line {of.Line}, column {of.Column})";
                DynRunException fault = model.Fault(batch);
                Assert.Equal(message, fault.Message);
                Assert.Equal((sample, of.Line, of.Column), (fault.Sample, fault.Line, fault.Column));
                Assert.Equal(message, model.InterpreterFault(bad, sample));
                model.RunsLikeTheInterpreter([.. batch.Select(_ => good)]);
            }
        }
    }

    [Theory]
    [InlineData("model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  if k < 3 { y = x[k] }  return y }", "x = 1 2 3; k = 3")]
    [InlineData("model M(x: f32[3], k: i32) -> (y: f32) { exit 1.0 when k > 2  return x[k] }", "x = 1 2 3; k = 3")]
    [InlineData("model M(x: f32[3], k: i32) -> (y: f32) { if k < 3 and x[k] > 1.0 { return 1.0 }  return 2.0 }", "x = 1 2 3; k = 3")]
    [InlineData("model M(x: f32[3], k: i32) -> (y: f32) { if k > 2 or x[k] > 1.0 { return 1.0 }  return 2.0 }", "x = 1 2 3; k = 3")]
    [InlineData(
        "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..5 { if i > k { break }  y += x[i] }  return y }",
        "x = 1 2 3; k = 1"
    )]
    [InlineData(
        "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..k limit 3 { y += x[i] }  return y }",
        "x = 1 2 3; k = 9"
    )]
    [InlineData(
        "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..k limit 3 { y += x[i + 7] }  return y }",
        "x = 1 2 3; k = 0"
    )]
    [InlineData("model M(a: i32, k: i32) -> (y: i32) { if k == 0 { return 0 }  return a / k }", "a = 7; k = 0")]
    [InlineData(
        "model M(x: f32[3], k: i32) -> (y: f32[2]) { layer e[2] = linear(2)  if k < 2 { return e[k](x) }  return [0.0, 1.0] }",
        "x = 1 2 3; k = 2"
    )]
    [InlineData("model M(x: f32[0, 3], k: i32[0]) -> (y: f32[0, 0]) { return index_select(x, k, axis: 1) }", "x =; k =")]
    public void What_does_not_run_does_not_fault(string program, string sample)
    {
        using var model = new FaultModel(program, capacity: 7);
        Tensor[] inputs = model.Sample(sample);
        model.RunsLikeTheInterpreter([inputs]);
        model.RunsLikeTheInterpreter([.. Enumerable.Repeat(inputs, 9)]);
    }

    [Fact]
    public void Of_several_samples_that_fault_the_first_is_named_wherever_its_fault_is()
    {
        const string program = """
            model M(x: f32[3], k: i32) -> (y: f32) {
                let early = x[k / 10]
                var late = 0.0
                if k % 2 == 0 { late = x[k % 10] } else { late = x[k % 10 - 1] }
                return early + late
            }
            """;
        using var model = new FaultModel(program, capacity: 1);
        Tensor[][] samples = [.. new[] { 0, 11, 22, 6, 90, 9, 91, 33 }.Select(k => model.Sample($"x = 1 2 3; k = {k}"))];

        foreach (int capacity in new[] { 1, 2, 3, 8 })
        {
            model.Open(capacity);
            Assert.Equal("index 6 is outside 0..3 (sample 3, line 4, column 28)", model.Fault(samples).Message);
            Assert.Equal("index 9 is outside 0..3 (sample 1, line 2, column 17)", model.Fault([samples[0], .. samples[4..]]).Message);
            Tensor[][] others = [samples[1], samples[2], samples[5], samples[4]];
            Assert.Equal("index 8 is outside 0..3 (sample 2, line 4, column 54)", model.Fault(others).Message);
            model.RunsLikeTheInterpreter(samples[..3]);
        }
    }

    [Fact]
    public void A_call_that_failed_leaves_the_state_as_it_was()
    {
        const string program = """
            model M(x: f32[3], k: i32) -> (y: f32) {
                state seen: f32 = 0
                seen = seen + x[0]
                let picked = x[k]
                seen = seen + picked
                return seen
            }
            """;
        using var model = new FaultModel(program, capacity: 2);
        Tensor[] good = model.Sample("x = 1 2 3; k = 2");
        Tensor[] bad = model.Sample("x = 1 2 3; k = 3");
        float[] Run(params Tensor[][] samples)
        {
            Tensor[] results = model.NewResults(samples.Length);
            model.Session.RunBatch(model.Batch(samples), samples.Length, results);
            return results[0].ToFloats();
        }

        Assert.Equal([4, 4], Run(good, good));
        Assert.Equal("index 3 is outside 0..3 (sample 1, line 4, column 18)", model.Fault([good, bad]).Message);
        Assert.Equal("index 3 is outside 0..3 (sample 0, line 4, column 18)", model.Fault([bad, good]).Message);
        Assert.Equal([8, 8], Run(good, good));
    }

    [Fact]
    public void An_elastic_size_that_was_set_stays_set_after_a_fault()
    {
        const string program = """
            model M(x: f32[3], k: i32) -> (y: f32) {
                elastic width in [1, 2, 4]
                layer a = linear(width)
                return sum(a(x)) + x[k]
            }
            """;
        using var model = new FaultModel(program, capacity: 2);
        model.Session.SetElastic("width", 2);
        Tensor[] good = model.Sample("x = 1 2 3; k = 2");
        float Run()
        {
            Tensor[] results = model.NewResults(1);
            model.Session.RunBatch(model.Batch([good]), 1, results);
            return results[0].ToFloats()[0];
        }

        float before = Run();
        model.Fault([good, model.Sample("x = 1 2 3; k = -1")]);
        Assert.Equal(before, Run());
    }
}
