using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>Rule 29 of the language: <c>state</c> is one per session and lane, from call to call.</summary>
public class StateTests
{
    private const string Counter = """
        model Counter(x: f32, k: i32) -> (sum: f32, seen: i32) {
            param table: f32[4]
            state sum: f32 = 0.5
            state seen: i32 = 0
            sum += x + table[k] * 0.0
            if x > 0.0 { seen += 1 }
            return (sum, seen)
        }
        """;

    public static TheoryData<string> Targets => [.. Target.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_stream_keeps_state_from_sample_to_sample(string target)
    {
        RunResult result = ModelRun.OfText(Counter, Floats(1, -2, 4), Integers(0, 0, 0)).Streamed(target);

        Assert.Equal([1.5f, -0.5f, 3.5f], result["sum"]!.ToFloats());
        Assert.Equal([1, 1, 2], result["seen"]!.ToLongs());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Without_a_stream_each_sample_starts_afresh(string target)
    {
        foreach (int batch in new[] { 1, 2, 64 })
        {
            RunResult result = ModelRun.OfText(Counter, Floats(1, -2, 4), Integers(0, 0, 0)).On(target, batch);

            Assert.Equal([1.5f, -1.5f, 4.5f], result["sum"]!.ToFloats());
            Assert.Equal([1, 0, 1], result["seen"]!.ToLongs());
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_layer_of_an_array_has_a_state_of_its_own_and_a_computed_index_finds_it(string target)
    {
        const string text = """
            block Meter()(x: f32) -> f32 {
                state total: f32 = 0
                total += x
                return total
            }
            model M(x: f32, k: i32) -> (y: f32, first: f32) {
                layer meters[3] = Meter()
                let y = meters[k](x)
                return (y, meters[0](10.0))
            }
            """;
        RunResult result = ModelRun.OfText(text, Floats(1, 2, 3, 4), Integers(1, 2, 1, 0)).Streamed(target);

        Assert.Equal([1f, 2f, 4f, 34f], result["y"]!.ToFloats());
        Assert.Equal([10f, 20f, 30f, 44f], result["first"]!.ToFloats());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_loop_carries_the_state_of_the_layers_that_it_calls(string target)
    {
        const string text = """
            block Decay()(x: f32) -> f32 {
                state level: f32 = 1
                level = level * 0.5 + x
                if level > 4.0 { return -level }
                return level
            }
            block Chain()(x: f32) -> f32 {
                layer steps[2] = Decay()
                var y = x
                for i in 0..2 { y = steps[i](y) }
                while y > 1.0 limit 3 { y = steps[1](0.0) }
                return y
            }
            model M(x: f32) -> (y: f32) {
                layer chain = Chain()
                return chain(x)
            }
            """;
        // Sample 0: steps.0 2.5, steps.1 3, then 1.5, 0.75. Sample 1: steps.0 1.25, steps.1 1.625, then 0.8125.
        RunResult result = ModelRun.OfText(text, Floats(2, 0)).Streamed(target);

        Assert.Equal([0.75f, 0.8125f], result["y"]!.ToFloats());
    }

    [Fact]
    public void State_belongs_to_a_lane_of_a_session()
    {
        using CompiledModel model = CompileCounter();
        using ModelSession session = model.CreateSession(2);

        Assert.True(model.HasState);
        Assert.Equal([1.5f, 10.5f], Sums(session, Floats(1, 10)));
        Assert.Equal([2.5f, 20.5f], Sums(session, Floats(1, 10)));
        // Fewer samples leave the other lanes as they were.
        Assert.Equal([3.5f], Sums(session, Floats(1)));
        Assert.Equal([4.5f, 30.5f], Sums(session, Floats(1, 10)));
        session.ResetState();
        Assert.Equal([1.5f, 10.5f], Sums(session, Floats(1, 10)));
    }

    [Fact]
    public void A_call_that_faults_keeps_the_state_as_it_was()
    {
        using CompiledModel model = CompileCounter();
        using ModelSession session = model.CreateSession(2);
        Sums(session, Floats(1, 10));

        Assert.Throws<DynRunException>(() => session.RunBatch([Floats(1, 10), Integers(0, 9)], 2, [Floats(0, 0), Integers(0, 0)]));

        Assert.Equal([2.5f, 20.5f], Sums(session, Floats(1, 10)));
    }

    [Fact]
    public void A_fault_in_a_stream_names_its_sample()
    {
        ModelRun run = ModelRun.OfText(Counter, Floats(1, 2, 3), Integers(0, 0, 9));
        foreach (string target in Target.Names)
            Assert.Contains(
                "sample 2",
                $"{Assert.Throws<CommandFailed>(() => run.Streamed(target)).Diagnostics[0]}",
                StringComparison.Ordinal
            );
    }

    private static CompiledModel CompileCounter() => ModelRun.OfText(Counter, Floats(0), Integers(0)).Load();

    private static float[] Sums(ModelSession session, Tensor x)
    {
        int count = x.Shape[0];
        Tensor sums = Tensor.Zeros(ElementType.F32, [count]);
        session.RunBatch([x, Tensor.Zeros(ElementType.I32, [count])], count, [sums, Tensor.Zeros(ElementType.I32, [count])]);
        return sums.ToFloats();
    }

    private static Tensor Floats(params float[] values) => Tensor.FromArray(values, [values.Length]);

    private static Tensor Integers(params int[] values) => Tensor.FromArray(values, [values.Length]);
}
