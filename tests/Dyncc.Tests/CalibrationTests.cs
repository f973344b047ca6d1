using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc build --calibrate</c>: quantized layers whose inputs have the range that samples showed.</summary>
public sealed class CalibrationTests : IDisposable
{
    private const string Model = """
        block Double() (x: f32[3]) -> f32[3] {
            layer fc = linear(3, bias: false, quantize: i8)
            return fc(x) * 2.0
        }

        model M(x: f32[3], early: bool) -> (y: f32[2]) {
            layer twice[2] = Double()
            layer out = linear(2, quantize: i8)
            var h = x
            exit x[0..2] when early
            for i in 0..2 {
                h = twice[i](h)
            }
            return out(h)
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    private string ModelFile => Path.Combine(_folder, "m.dnn");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_largest_input_that_a_layer_met_is_its_range()
    {
        Write(Model, Identities, [1, -2.54f, 0.5f, 0, 0, 0.25f], early: [false, false]);

        (int exit, string output, string error) = CommandTests.Run("build", ModelFile, "--calibrate", Samples);

        Assert.True(exit == 0, error);
        string calibrated = Path.Combine(_folder, "m.calibrated.safetensors");
        Assert.Equal([Path.Combine(_folder, "m.g.cs"), calibrated], output.TrimEnd().Split('\n'));
        NamedTensors weights = TensorFile.Read(calibrated);
        Assert.Equal([2.54f / 127], weights["twice.0.fc.input_scale"].ToFloats());
        Assert.Equal([2 * 2.54f / 127], weights["twice.1.fc.input_scale"].ToFloats(), Close);
        Assert.Equal([4 * 2.54f / 127], weights["out.input_scale"].ToFloats(), Close);
        Assert.Contains("input_scale", File.ReadAllText(Path.Combine(_folder, "m.g.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "1")]
    [InlineData("cpu", "64")]
    [InlineData("interpreter", "64")]
    public void Calibrated_weights_give_every_sample_the_same_steps_and_cut_what_is_larger(string target, string batch)
    {
        Write(Model, Identities, [1.27f, -1.27f, 0.5f], early: [false]);
        Assert.Equal(0, CommandTests.Run("build", ModelFile, "--calibrate", Samples).Exit);
        string results = Path.Combine(_folder, "out.safetensors");
        string others = Path.Combine(_folder, "others.safetensors");
        WriteSamples(others, [0.014f, 0.006f, 0, 100, -100, 0, float.NaN, 1, 0], [false, false, false]);

        (int exit, _, string error) = CommandTests.Run(
            "run",
            ModelFile,
            "-w",
            Path.Combine(_folder, "m.calibrated.safetensors"),
            "-i",
            others,
            "-o",
            results,
            "-t",
            target,
            "--batch",
            batch
        );

        Assert.True(exit == 0, error);
        // Steps of 0.01; at most 1.27. Each of the two blocks doubles.
        Assert.Equal([0.04f, 0.04f, 5.08f, -5.08f, 0, 4], TensorFile.Read(results)["y"].ToFloats(), Close);
    }

    [Fact]
    public void A_layer_that_no_sample_reached_is_named_and_nothing_is_written()
    {
        Write(Model, Identities, [1, 2, 3], early: [true]);

        (int exit, _, string error) = CommandTests.Run("build", ModelFile, "--calibrate", Samples, "-o", Path.Combine(_folder, "new"));

        Assert.Equal(1, exit);
        Assert.Contains("error[DYN0507]: no sample reached 3 quantized layers: `twice.0.fc`", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "new")));
    }

    [Fact]
    public void What_cannot_be_calibrated_is_refused()
    {
        Write(
            "model M(x: f32[3], early: bool) -> (y: f32[2]) { layer out = linear(2)  return out(x) }",
            [("out.weight", new float[6], [2, 3]), ("out.bias", new float[2], [2])],
            [1, 2, 3],
            [true]
        );
        Assert.Contains("no layer of the model is quantized", Fails(1), StringComparison.Ordinal);

        Write(Model, Identities, [1, 2, 3], [false]);
        Assert.Contains("without `--emit`", Fails(2, "--emit", "cs"), StringComparison.Ordinal);
        Assert.Contains("DYN0400", Fails(1, "-w", "none.safetensors"), StringComparison.Ordinal);
        File.Delete(Path.ChangeExtension(ModelFile, ".safetensors"));
        Assert.Contains("error[DYN0400]: the weights", Fails(2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_some_of_the_scales_lacks_the_others()
    {
        Write(Model, [.. Identities, ("out.input_scale", [1f], [])], [1, 2, 3], [false]);

        (int exit, _, string error) = CommandTests.Run("run", ModelFile, "-i", Samples);

        Assert.Equal(1, exit);
        Assert.Contains("error[DYN0402]", error, StringComparison.Ordinal);
        Assert.Contains("twice.1.fc.input_scale", error, StringComparison.Ordinal);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5;

    private static (string, float[], int[])[] Identities =>
        [
            ("twice.0.fc.weight", [1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]),
            ("twice.1.fc.weight", [1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]),
            ("out.weight", [1, 0, 0, 0, 1, 0], [2, 3]),
            ("out.bias", [0, 0], [2]),
        ];

    private string Samples => Path.Combine(_folder, "samples.safetensors");

    private string Fails(int exit, params string[] more)
    {
        (int actual, _, string error) = CommandTests.Run(["build", ModelFile, "--calibrate", Samples, .. more]);
        Assert.Equal(exit, actual);
        return error;
    }

    private void Write(string text, (string Name, float[] Values, int[] Shape)[] weights, float[] x, bool[] early)
    {
        File.WriteAllText(ModelFile, text);
        TensorFile.Write(
            Path.ChangeExtension(ModelFile, ".safetensors"),
            weights.Select(w => KeyValuePair.Create(w.Name, Tensor.FromArray(w.Values, w.Shape)))
        );
        WriteSamples(Samples, x, early);
    }

    private static void WriteSamples(string path, float[] x, bool[] early) =>
        TensorFile.Write(
            path,
            [
                KeyValuePair.Create("x", Tensor.FromArray(x, early.Length, 3)),
                KeyValuePair.Create("early", Tensor.FromArray(early, early.Length)),
            ]
        );
}
