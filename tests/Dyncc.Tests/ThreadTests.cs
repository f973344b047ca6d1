using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>Batches that several threads share: the bytes of one thread.</summary>
public class ThreadTests
{
    [Theory]
    [MemberData(nameof(ReferenceTests.Networks), MemberType = typeof(ReferenceTests))]
    [InlineData("sorted_mlp")]
    [InlineData("stream_gate")]
    public void Threads_give_the_bytes_of_one(string network)
    {
        ModelRun run = ReferenceTests.Run(network);
        byte[] single = run.Bytes("cpu", batch: 64);
        Assert.Equal(single, run.Bytes("cpu", batch: 64, threads: 2));
        Assert.Equal(single, run.Bytes("cpu", batch: 7, threads: 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void State_stays_with_its_lane(int threads)
    {
        const string text = """
            model M(x: f32[2]) -> (y: f32[2]) {
                state sum: f32[2] = 0
                sum = sum + x
                return sum
            }
            """;
        Compilation compilation = ModelRun.CompileText(text);
        using CompiledModel model = CpuTarget.Load(compilation, WeightSet.FromTensors(new Dictionary<string, Tensor>(), []));
        using ModelSession session = model.CreateSession(7, threads);
        Tensor y = Tensor.Zeros(ElementType.F32, 7, 2);
        Tensor x = Tensor.FromArray([.. Enumerable.Range(0, 14).Select(i => (float)i)], 7, 2);
        for (int call = 1; call <= 3; call++)
        {
            session.RunBatch([x], 7, [y]);
            Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)call * i), y.ToFloats());
        }
        // Lanes without a sample keep what they have.
        Tensor two = Tensor.Zeros(ElementType.F32, 2, 2);
        session.RunBatch([Tensor.FromArray(new float[4], 2, 2)], 2, [two]);
        Assert.Equal([0, 3, 6, 9], two.ToFloats());
        session.RunBatch([x], 7, [y]);
        Assert.Equal(Enumerable.Range(0, 14).Select(i => 4f * i), y.ToFloats());
        session.ResetState();
        session.RunBatch([x], 7, [y]);
        Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)i), y.ToFloats());
    }

    [Fact]
    public void Several_threads_are_not_watched_while_they_keep_state()
    {
        Compilation compilation = ModelRun.CompileText(
            "model M(x: f32[2]) -> (y: f32[2]) { state sum: f32[2] = 0  sum = sum + x  return sum }"
        );
        using CompiledModel model = CpuTarget.Load(compilation, WeightSet.FromTensors(new Dictionary<string, Tensor>(), []));
        using ModelSession session = model.CreateSession(4, threads: 2);
        Tensor x = Tensor.FromArray((float[])[1, 2, 3, 4], 2, 2);
        Tensor y = Tensor.Zeros(ElementType.F32, 2, 2);
        session.RegionEntered = (_, _) => { };
        Assert.Throws<InvalidOperationException>(() => session.RunBatch([x], 2, [y]));

        session.RegionEntered = null;
        session.RunBatch([x], 2, [y]);
        Assert.Equal([1, 2, 3, 4], y.ToFloats());
    }

    [Theory]
    [InlineData("0", "cpu", "it is 1 to")]
    [InlineData("5000", "cpu", "it is 1 to")]
    [InlineData("2", "interpreter", "only the target cpu")]
    public void A_number_that_makes_no_sense_is_refused(string threads, string target, string problem)
    {
        (int exit, _, string error) = CommandTests.Run(
            "run",
            Path.Combine(Repository.Root, "examples/digits/digits.dnn"),
            "--threads",
            threads,
            "-t",
            target
        );
        Assert.Equal(2, exit);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }
}
