using System.Diagnostics;
using System.Runtime.InteropServices;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc compare</c>: agreement in one line, and otherwise the first value that differs.</summary>
public sealed class CompareTests : IDisposable
{
    private const string Model = """
        model M(x: f32[4]) -> (y: f32[4]) {
            layer fc = linear(4)
            var h = x
            for i in 0..3 {
                h = tanh(fc(h))
                exit h when h[0] > 0.5
            }
            return h + 1.0
        }
        """;

    private static readonly Node Linear = Made(new Linear(), "a", new Origin(3, 13));
    private static readonly Node Relu = Made(new Relu(), null, new Origin(5, 9));

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> NetworksAndOracles() =>
        [.. ReferenceTests.Networks.SelectMany(n => new[] { (n.Data, "interpreter"), (n.Data, "onnxruntime") })];

    [Theory]
    [MemberData(nameof(NetworksAndOracles))]
    public void Every_value_of_the_reference_networks_agrees(string network, string oracle)
    {
        (int exit, string output, _) = Run(
            "compare",
            Repository.Model(network),
            "--oracle",
            oracle,
            "-w",
            Repository.Oracle(network, "weights.safetensors"),
            "-i",
            Repository.Oracle(network, "inputs.safetensors"),
            // Steps of a solver that nearly cancel.
            "--rtol",
            "1e-3"
        );

        Assert.Equal(0, exit);
        Assert.Matches($@"^cpu and {oracle} agree: \d+ samples, [\d,]+ values\n$", output);
    }

    [Theory]
    [InlineData("interpreter")]
    [InlineData("onnxruntime")]
    public void Faults_agree_too(string oracle)
    {
        string model = File(
            "m.dnn",
            """
            model M(x: f32[4], i: i32) -> (y: f32) {
                let h = x * 2.0
                if h[0] > 0.0 { return h[i] }
                return exp(h[i + 1])
            }
            """
        );
        string inputs = Path.Combine(_folder, "m.inputs.safetensors");
        SafetensorsWriter.Write(
            inputs,
            [
                new("x", Tensor.FromArray([1f, 2, 3, 4, 1, 2, 3, 4, -1, 2, 3, 4, -1, 2, 3, 4], 4, 4)),
                new("i", Tensor.FromArray([0, 5, 2, 3], 4)),
            ]
        );

        (int exit, string output, _) = Run("compare", model, "--oracle", oracle);

        Assert.Equal((0, $"cpu and {oracle} agree: 4 samples"), (exit, output[..output.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_fault_that_an_oracle_knows_the_place_of_is_the_same_in_the_same_place()
    {
        StepLog cpu = Log((Linear, [1])) with { Fault = new StepFault("5:9", "index 3 is outside 0..3") };

        Assert.Null(First(cpu, cpu with { Fault = new StepFault("5:9", null) }));
        Assert.Equal(
            "behind `a`, linear at 3:13 cpu faults (index 3 is outside 0..3), interpreter faults (line 6:1)",
            First(cpu, cpu with { Fault = new StepFault("6:1", null) })
        );
    }

    [Theory]
    [InlineData("nowhere.so")]
    [InlineData("m.dnn")]
    public void Without_the_native_library_the_message_says_where_it_was_looked_for(string path)
    {
        (int exit, string output, string error) = Started(
            path,
            "compare",
            File("m.dnn", Model),
            "--random",
            "1",
            "--oracle",
            "onnxruntime"
        );

        Assert.Equal((ExitCode.WrongInput, ""), (exit, output));
        string problem = $"DYNCC_ONNXRUNTIME is `{path}`, and that is no library that can be loaded";
        Assert.Contains($"error[DYN0505]: ONNX Runtime cannot be used: {problem}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_native_library_is_the_one_that_a_variable_names()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string library = Directory.GetFiles(folder, "*onnxruntime.*").Single(f => !f.EndsWith(".lib", StringComparison.Ordinal));

        (int exit, string output, string error) = Started(
            library,
            "compare",
            File("m.dnn", Model),
            "--random",
            "2",
            "--oracle",
            "onnxruntime"
        );

        Assert.Equal((0, ""), (exit, string.Concat(error.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)))));
        Assert.StartsWith("cpu and onnxruntime agree: 2 samples", output);
    }

    private static (int Exit, string Out, string Error) Started(string library, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Dyncc).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DYNCC_ONNXRUNTIME"] = library;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "it hangs");
        return (process.ExitCode, output, error.Result);
    }

    [Fact]
    public void No_tolerance_at_all_ends_at_the_first_value_that_is_rounded_otherwise()
    {
        (int exit, string output, _) = Run("compare", File("m.dnn", Model), "--random", "50", "--atol", "0", "--rtol", "0");

        Assert.Equal(ExitCode.Differs, exit);
        Assert.Matches(@"^sample \d+: .* at \d+:\d+: element \d+ is [-\d.E]+ on cpu, [-\d.E]+ in interpreter\n$", output);
    }

    [Fact]
    public void A_value_is_told_with_its_name_its_place_and_both_numbers()
    {
        StepLog cpu = Log((Linear, [1, 2]), (Relu, [1, 2.5f]));
        StepLog judge = Log((Linear, [1, 2]), (Relu, [1, 2]));

        Assert.Equal("`relu` at 5:9: element 1 is 2.5 on cpu, 2 in interpreter", First(cpu, judge));
        Assert.Equal(
            "`a`, linear at 3:13: element 0 is NaN on cpu, 1 in interpreter",
            First(Log((Linear, [float.NaN, 2])), Log((Linear, [1, 2])))
        );
    }

    [Fact]
    public void A_decision_that_differs_is_told_by_where_each_goes_on()
    {
        StepLog both = Log((Linear, [1]), (Relu, [1]));

        Assert.Equal(
            "behind `a`, linear at 3:13 cpu goes on with `relu` at 5:9, interpreter with `a`, linear at 3:13",
            First(both, Log((Linear, [1]), (Linear, [1])))
        );
        Assert.Equal("behind `a`, linear at 3:13 cpu goes on with `relu` at 5:9, interpreter has ended", First(both, Log((Linear, [1]))));
        Assert.Equal(
            "behind `a`, linear at 3:13 cpu ends well, interpreter faults (index 3 is outside 0..3)",
            First(Log((Linear, [1])), Log((Linear, [1])) with { Fault = new StepFault("3:13", "index 3 is outside 0..3") })
        );
        Assert.Null(First(both, both));
    }

    [Theory]
    [InlineData("--oracle", "tarot")]
    [InlineData("--atol", "-1")]
    [InlineData("--atol", "NaN")]
    public void What_cannot_be_compared_is_wrong_usage(string option, string value) =>
        Assert.Equal(ExitCode.WrongUsage, Run("compare", File("m.dnn", Model), "--random", "1", option, value).Exit);

    private static string? First(StepLog actual, StepLog expected) => Divergence.First(actual, expected, "cpu", "interpreter", 1e-4, 1e-4);

    private static StepLog Log(params (Node Node, float[] Numbers)[] values) =>
        new([.. values.Select(v => new ComputedValue(v.Node, v.Node.Result, Tensor.FromArray(v.Numbers, v.Numbers.Length)))], null);

    private static Node Made(Operator op, string? name, Origin origin) =>
        new(op, [], [new Definition(new ValueId(origin.Line), TensorType.F32(2), name)], [], origin);

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static (int Exit, string Out, string Error) Run(params string[] args) => CommandTests.Run(args);
}
