using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>Rule 30 of the language: buffers use the bound, work uses the value, a batch regroups by it.</summary>
public sealed class BoundedSizeTests : IDisposable
{
    private const string Sums = """
        model Sums(x: f32[2, T <= 40]) -> (total: f32, scaled: f32[T], n: i32) {
            var total = 0.0
            for t in 0..T { total += x[1, t] }
            return (total, x[0] * f32(T), T)
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test-").FullName;

    public static TheoryData<string> Targets => [.. Target.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_sample_uses_the_part_that_its_size_says(string target)
    {
        RunResult result = Run(Sums, Inputs(3, [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60], sizes: [2, 3])).On(target);

        Assert.Equal([30f, 150f], result["total"]!.ToFloats());
        Assert.Equal([2, 3], result["n"]!.ToLongs());
        float[] scaled = result["scaled"]!.ToFloats();
        Assert.Equal([2f, 4f, 0f], scaled[..3]);
        Assert.Equal([12f, 15f, 18f, 0f], scaled[40..44]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Without_sizes_all_samples_have_the_extent_of_the_tensor(string target)
    {
        RunResult result = Run(Sums, Inputs(3, [1, 2, 3, 10, 20, 30], sizes: null)).On(target);

        Assert.Equal([60f], result["total"]!.ToFloats());
        Assert.Equal([3], result["n"]!.ToLongs());
    }

    [Fact]
    public void Work_uses_the_value_not_the_bound()
    {
        const string text = "model M(x: f32[T <= 40, 8]) -> (y: f32) { layer fc = linear(4)  return sum(fc(x)) }";
        ModelRun run = ModelRun.OfText(text, Tensor.Zeros(ElementType.F32, [2, 40, 8]), Tensor.FromArray([3, 5], [2]));
        foreach (string target in Target.Names)
            Assert.Equal((3 + 5) * 8 * 4, run.On(target).MultiplyAdds);
    }

    [Fact]
    public void A_batch_regroups_by_the_size_and_gives_the_bytes_of_single_samples()
    {
        int[] sizes = [.. Enumerable.Range(0, 50).Select(i => 1 + i * 7 % 40)];
        float[] x = [.. Enumerable.Range(0, 50 * 2 * 40).Select(i => MathF.Sin(i))];
        ModelRun run = ModelRun.OfText(Sums, Tensor.FromArray(x, [50, 2, 40]), Tensor.FromArray(sizes, [50]));
        byte[] single = run.Bytes("cpu", batch: 1);

        Assert.Equal(single, run.Bytes("cpu", batch: 7));
        Assert.Equal(single, run.Bytes("cpu", batch: 64));
    }

    [Fact]
    public void A_size_beyond_the_bound_faults_and_leaves_the_session_usable()
    {
        using CompiledModel model = ModelRun.OfText(Sums, Tensor.Zeros(ElementType.F32, [1, 2, 40]), Tensor.FromArray([1], [1])).Load();
        using ModelSession session = model.CreateSession(4);
        Tensor x = Tensor.Zeros(ElementType.F32, [2, 2, 40]);
        Tensor[] results = [.. model.Outputs.Select(o => Tensor.Zeros(o.Type, [2, .. o.Shape]))];

        var fault = Assert.Throws<DynRunException>(() => session.RunBatch([x, Tensor.FromArray([7, 41], [2])], 2, results));
        Assert.Equal((1, 41, 40), (fault.Sample, fault.Value, fault.Bound));

        session.RunBatch([x, Tensor.FromArray([7, 40], [2])], 2, results);
        Assert.Equal([7, 40], results[2].ToLongs());
    }

    [Theory]
    [InlineData(new[] { 2, 4 }, "each from 1 to 3")]
    [InlineData(new[] { 0, 1 }, "0 for sample 0")]
    [InlineData(new[] { 1 }, "i32[2]")]
    public void Sizes_that_do_not_fit_the_tensors_are_errors(int[] sizes, string says)
    {
        string inputs = Inputs(3, [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60], sizes);
        var failed = Assert.Throws<CommandFailed>(() => Run(Sums, inputs));

        Assert.Contains(says, $"{failed.Diagnostics[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_param_is_read_as_a_prefix_and_an_exit_in_a_loop_over_the_size_counts_once()
    {
        const string text = """
            model M(x: f32[T <= 4]) -> (y: f32) {
                param scale: f32[T]
                let z = x * scale
                for t in 0..T {
                    exit z[t] when z[t] > 0.0
                }
                return -1.0
            }
            """;
        ModelRun run = ModelRun.OfText(text, Tensor.FromArray([-1f, 0, 0, 0, 2, 0, 0, 0], [2, 4]), Tensor.FromArray([1, 3], [2]));
        foreach (string target in Target.Names)
            Assert.All(run.On(target)["exit"]!.ToLongs(), e => Assert.InRange(e, 0, 1));
    }

    private ModelRun Run(string text, string inputs)
    {
        string model = Path.Combine(_folder, "m.dnn");
        File.WriteAllText(model, text);
        return ModelRun.WithRandomWeights(model, inputs);
    }

    /// <summary>A file of samples x [2, extent], with their sizes if there are any.</summary>
    private string Inputs(int extent, float[] x, int[]? sizes)
    {
        var tensors = new List<KeyValuePair<string, Tensor>> { new("x", Tensor.FromArray(x, [x.Length / extent / 2, 2, extent])) };
        if (sizes is not null)
            tensors.Add(new("T", Tensor.FromArray(sizes, [sizes.Length])));
        string path = Path.Combine(_folder, "in.safetensors");
        TensorFile.Write(path, tensors);
        return path;
    }
}
