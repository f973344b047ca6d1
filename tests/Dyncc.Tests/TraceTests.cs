using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc run --trace</c>: the regions that each sample went through.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Model = """
        model M(x: f32[4], n: i32) -> (y: f32[4]) {
            layer fc = linear(4)
            var h = x
            for i in 0..n limit 8 {
                h = relu(fc(h))
                if sum(h) > 1000000.0 {
                    h = fc(h)
                }
            }
            exit h when n >= 3
            return fc(h) + 1.0
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Samples()
    {
        string model = Path.Combine(_folder, "m.dnn");
        File.WriteAllText(model, Model);
        string inputs = Path.Combine(_folder, "in.safetensors");
        TensorFile.Write(
            inputs,
            [
                KeyValuePair.Create("x", Tensor.Zeros(ElementType.F32, 4, 4)),
                KeyValuePair.Create("n", Tensor.FromArray(new[] { 0, 2, 3, 20 }, 4)),
            ]
        );
        return [model, "-i", inputs];
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("64")]
    public void Each_sample_has_a_line_with_its_own_way(string batch)
    {
        (int exit, string output, _) = CommandTests.Run(["run", .. Samples(), "--trace", "--batch", batch]);

        Assert.Equal(0, exit);
        Assert.StartsWith(
            """
            region 0: line 4
            region 1: lines 5-6
            region 2: line 7
            region 3: line 10
            region 4: line 11
            sample 0: 0 3 4 · exit 1
            sample 1: (0 1)x2 0 3 4 · exit 1
            sample 2: (0 1)x3 0 3 · exit 0
            sample 3: (0 1)x8 3 · exit 0
            model
            """,
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_the_option_there_is_none() =>
        Assert.DoesNotContain("region", CommandTests.Run(["run", .. Samples()]).Out, StringComparison.Ordinal);

    [Fact]
    public void The_interpreter_has_no_regions() =>
        CommandTests.Fails(2, "only the target cpu", CommandTests.Run(["run", .. Samples(), "--trace", "-t", "interpreter"]));

    [Theory]
    [InlineData("", "")]
    [InlineData("0 1 2", "0 1 2")]
    [InlineData("0 0 0 1", "0x3 1")]
    [InlineData("0 4 5 4 5 9", "0 (4 5)x2 9")]
    [InlineData("0 1 2 2 3 1 2 2 3 4", "0 (1 2x2 3)x2 4")]
    [InlineData("0 1 2 2 3 1 2 3 4", "0 1 2x2 3 1 2 3 4")]
    [InlineData("1 2 3 2 3 1 2 3 2 3", "(1 (2 3)x2)x2")]
    public void Repetitions_are_folded_from_the_inside(string path, string folded) =>
        Assert.Equal(
            folded,
            RegionTrace.Folded([
                .. path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(r => int.Parse(r, System.Globalization.CultureInfo.InvariantCulture)),
            ])
        );
}
