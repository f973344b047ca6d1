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

    [Theory]
    [MemberData(nameof(ReferenceTests.Networks), MemberType = typeof(ReferenceTests))]
    public void Every_value_of_the_reference_networks_agrees(string network)
    {
        (int exit, string output, _) = Run(
            "compare",
            Repository.Model(network),
            "-w",
            Repository.Oracle(network, "weights.safetensors"),
            "-i",
            Repository.Oracle(network, "inputs.safetensors"),
            // Steps of a solver that nearly cancel.
            "--rtol",
            "1e-3"
        );

        Assert.Equal(0, exit);
        Assert.Matches(@"^cpu and interpreter agree: \d+ samples, [\d,]+ values\n$", output);
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
            First(Log((Linear, [1])), Log((Linear, [1])) with { Fault = "index 3 is outside 0..3" })
        );
        Assert.Null(First(both, both));
    }

    [Theory]
    [InlineData("--oracle", "tarot")]
    [InlineData("--oracle", "onnxruntime")]
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
