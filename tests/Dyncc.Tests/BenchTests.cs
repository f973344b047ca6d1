using System.Text.Json;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc bench</c>: the figures that scripts read, and the static network beside the dynamic one.</summary>
public sealed class BenchTests : IDisposable
{
    private const string Model = "model M(x: f32[4]) -> (y: f32[2]) { layer fc = linear(2)  return x |> fc |> relu }";

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Digits(string file) => Path.Combine(Repository.Root, "examples", "digits", file);

    private static ModelRun DigitsRun =>
        ModelRun.Of(Digits("digits.dnn"), Digits("digits.safetensors"), Digits("digits.inputs.safetensors"));

    private string JsonFile => Path.Combine(_folder, "bench.json");

    private string ModelFile(string text)
    {
        string path = Path.Combine(_folder, "m.dnn");
        File.WriteAllText(path, text);
        return path;
    }

    private JsonElement[] Bench(params string[] args)
    {
        (int exit, _, string error) = CommandTests.Run(["bench", .. args, "--duration", "0.2", "--json", JsonFile]);
        Assert.True(exit == 0, error);
        using var json = JsonDocument.Parse(File.ReadAllText(JsonFile));
        return [.. json.RootElement.EnumerateArray().Select(e => e.Clone())];
    }

    [Fact]
    public void The_file_has_the_keys_of_the_contract_for_each_batch_size()
    {
        JsonElement[] results = Bench(Digits("digits.dnn"), "--batch", "1,32", "--vs-static");

        Assert.Equal([1, 32], results.Select(r => r.GetProperty("batch").GetInt32()));
        Assert.All(
            results,
            result =>
            {
                Assert.Equal(
                    [
                        "model",
                        "target",
                        "batch",
                        "threads",
                        "p50_us",
                        "p95_us",
                        "p99_us",
                        "samples_per_s",
                        "allocated_bytes_per_run",
                        "macs_per_sample",
                        "macs_full",
                        "exits",
                        "static_us",
                    ],
                    result.EnumerateObject().Select(p => p.Name)
                );
                double Number(string key) => result.GetProperty(key).GetDouble();
                Assert.Equal("Digits", result.GetProperty("model").GetString());
                Assert.Equal("cpu", result.GetProperty("target").GetString());
                Assert.Equal(1, result.GetProperty("threads").GetInt32());
                Assert.InRange(Number("p50_us"), 0.001, Number("p95_us"));
                Assert.InRange(Number("p95_us"), 0.001, Number("p99_us"));
                Assert.True(Number("samples_per_s") > 0);
                Assert.Equal(0, Number("allocated_bytes_per_run"));
                Assert.InRange(Number("macs_per_sample"), 1, 419_295);
                Assert.Equal(419_296, result.GetProperty("macs_full").GetInt64());
                Assert.True(Number("static_us") > 0);
                JsonProperty[] exits = [.. result.GetProperty("exits").EnumerateObject()];
                Assert.Equal(["0", "1", "2"], exits.Select(e => e.Name));
                Assert.Equal(400, exits.Sum(e => e.Value.GetInt32()));
            }
        );
    }

    [Fact]
    public void A_model_without_exits_has_none_and_is_not_compared_unasked()
    {
        JsonElement result = Assert.Single(Bench(ModelFile(Model), "--random", "5", "--batch", "3"));

        Assert.Empty(result.GetProperty("exits").EnumerateObject());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("static_us").ValueKind);
        Assert.Equal(8, result.GetProperty("macs_per_sample").GetDouble());
    }

    [Fact]
    public void State_starts_afresh_in_each_run_and_nothing_is_allocated() =>
        Assert.All(
            Bench(Repository.Model("stream_gate"), "--random", "5", "--batch", "1,7"),
            result => Assert.Equal(0, result.GetProperty("allocated_bytes_per_run").GetDouble())
        );

    [Theory]
    [InlineData("skipnet", "if")]
    [InlineData("moe_top2", "switch")]
    [InlineData("seq2seq_lstm", "loop")]
    public void What_the_data_decides_about_has_no_static_counterpart(string model, string what)
    {
        (int exit, _, string error) = CommandTests.Run([
            "bench",
            Repository.Model(model),
            "--random",
            "2",
            "--batch",
            "1",
            "--duration",
            "0.01",
            "--vs-static",
            "--json",
            JsonFile,
        ]);

        Assert.Equal(0, exit);
        Assert.Contains(
            $"note: there is no static network to compare with: the data decides about the {what} at ",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("\"static_us\": null", File.ReadAllText(JsonFile), StringComparison.Ordinal);
    }

    [Fact]
    public void What_faults_without_exits_has_no_static_counterpart()
    {
        string model = ModelFile("model M(x: f32[4], k: i32) -> (y: f32) { exit x[0] when k >= 0  return x[k * 0 + 4] }");

        (int exit, _, string error) = CommandTests.Run("bench", model, "--random", "2", "--duration", "0.01", "--vs-static");

        Assert.Equal(0, exit);
        Assert.Contains("without exits index 4 is outside 0..4", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_static_network_computes_what_the_last_exit_gives()
    {
        RunResult neverSure = DigitsRun.With("tau", 2, 2).On("cpu");
        RunResult full = DigitsRun.WithoutExits().On("cpu");

        Assert.Equal(neverSure["logits"]!.ToFloats(), full["logits"]!.ToFloats());
        Assert.All(full["exit"]!.ToLongs(), exit => Assert.Equal(2, exit));
        Assert.InRange(full.MultiplyAdds, 1, neverSure.MultiplyAdds - 1);
    }

    [Fact]
    public void Exits_of_a_loop_and_returns_of_a_block_are_left_out()
    {
        const string Text = """
            block Half()(x: f32[4]) -> f32[4] {
                if sum(x) > 0.0 {
                    return x
                }
                return x * 0.5
            }
            model M(x: f32[4]) -> (y: f32[4]) {
                layer half = Half()
                var h = x
                for i in 0..3 {
                    h = half(h)
                    exit h when max(h) > 0.1
                }
                return h
            }
            """;
        RunResult full = ModelRun.OfText(Text, Tensor.FromArray([8f, 4, 2, 1, -8, -4, -2, -1], 2, 4)).WithoutExits().On("cpu");

        Assert.Equal([1f, 0.5f, 0.25f, 0.125f, -1, -0.5f, -0.25f, -0.125f], full["y"]!.ToFloats());
    }

    [Theory]
    [InlineData("--batch", "0", "no batch size")]
    [InlineData("--batch", "1,", "no batch size")]
    [InlineData("--batch", "4,4", "twice")]
    [InlineData("--duration", "0", "more than 0")]
    [InlineData("--duration", "NaN", "more than 0")]
    [InlineData("--threads", "0", "0 threads cannot run a model")]
    [InlineData("--set", "width=3", "no elastic size")]
    [InlineData("-i", "in.safetensors", "--random")]
    public void Wrong_options_are_wrong_usage(string option, string value, string says) =>
        CommandTests.Fails(2, says, CommandTests.Run("bench", ModelFile(Model), "--random", "2", option, value));

    [Fact]
    public void A_batch_larger_than_a_tensor_is_a_limit_of_the_tool() =>
        CommandTests.Fails(4, "DYN0510", CommandTests.Run("bench", ModelFile(Model), "--random", "2", "--batch", "2000000000"));

    [Fact]
    public void Without_samples_there_is_nothing_to_time() =>
        CommandTests.Fails(2, "no sample", CommandTests.Run("bench", ModelFile(Model), "--random", "0"));

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_nothing_is_left()
    {
        string folder = Directory.CreateDirectory(JsonFile).FullName;

        CommandTests.Fails(
            1,
            "bench.json",
            CommandTests.Run("bench", ModelFile(Model), "--random", "2", "--duration", "0.01", "--json", folder)
        );
        Assert.Equal(
            ["bench.json", "m.dnn"],
            Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(6, 2, 3)]
    [InlineData(6, 4, 3)]
    [InlineData(2, 5, 2)]
    [InlineData(5, 1, 5)]
    public void Batches_go_round_the_samples(int count, int batch, int batches)
    {
        var samples = new Samples([Tensor.FromArray([.. Enumerable.Range(0, count)], count)], count, null);

        Tensor[][] cut = CyclicBatches.Of(samples, batch);

        Assert.Equal(batches, cut.Length);
        Assert.Equal(
            Enumerable.Range(0, batches * batch).Select(i => (long)(i % count)),
            cut.SelectMany(inputs => Assert.Single(inputs).ToLongs())
        );
    }
}
