using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Compiler.Tests.Graph;

public class InterpreterTests
{
    [Theory]
    [InlineData(0.5f, new double[] { 1, 2, 3 }, 0)]
    [InlineData(4f, new double[] { 2, 4, 6 }, 1)]
    public void An_exit_leaves_with_its_values_and_its_number(float tau, double[] expected, int exit)
    {
        ReferenceTensor[] results = Run(
            Samples.EarlyExit,
            [Vector(1, 2, 3)],
            new()
            {
                ["tau"] = Tensor.Scalar(tau),
                ["first.weight"] = Diagonal(1),
                ["second.weight"] = Diagonal(2),
            }
        );
        Assert.Equal(expected, results[0].Reals);
        Assert.Equal(exit, results[1].Integers[0]);
    }

    [Theory]
    [InlineData(1, 3, 3, 3)] // the condition ends it
    [InlineData(0.25, 100, 2.5, 10)] // the limit does
    [InlineData(2, 100, 5, 3)] // break does, with its own value
    [InlineData(1, 0, 0, 0)] // it never starts
    public void A_loop_ends_by_its_condition_its_limit_or_a_break(double x, double stop, double sum, int steps)
    {
        ReferenceTensor[] results = Run(Samples.HaltingLoop, [Scalar(x), Scalar(stop)]);
        Assert.Equal(sum, results[0].Reals[0]);
        Assert.Equal(steps, results[1].Integers[0]);
    }

    [Theory]
    [InlineData(0, new double[] { 11, 22 })]
    [InlineData(2, new double[] { 33, 66 })]
    public void A_switch_chooses_weights_also_those_of_a_called_block(int index, double[] expected)
    {
        Assert.Equal(expected, Run(Samples.Experts, [Vector(1, 2), Index(index)], ExpertWeights)[0].Reals);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_switch_outside_its_count_faults_at_its_origin(int index)
    {
        FaultException fault = Assert.Throws<FaultException>(() => Run(Samples.Experts, [Vector(1, 2), Index(index)], ExpertWeights));
        Assert.Equal((FaultKind.Index, new Origin(3, 13), index, 3L), (fault.Kind, fault.Origin, fault.Value, fault.Bound));
    }

    [Theory]
    [InlineData(2, null, 12, 4 * 60)]
    [InlineData(4, null, 24, 4 * 60)]
    [InlineData(4, 2, 24, 2 * 60)]
    public void A_with_and_the_caller_read_prefixes_of_the_weights(int chosen, int? set, double mine, double yours)
    {
        var settings = set is { } width ? new Dictionary<string, long> { ["width"] = width } : [];
        ReferenceTensor[] results = Run(Samples.Elastic, [Vector(1, 2, 3), Index(chosen)], ElasticWeights, settings);
        Assert.Equal([mine, yours], results.Select(r => r.Reals[0]));
    }

    [Fact]
    public void An_unlisted_size_faults()
    {
        FaultException fault = Assert.Throws<FaultException>(() => Run(Samples.Elastic, [Vector(1, 2, 3), Index(3)], ElasticWeights));
        Assert.Equal((FaultKind.UnlistedSize, 3L, 4L), (fault.Kind, fault.Value, fault.Bound));
    }

    [Fact]
    public void A_setting_must_be_listed()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
            Run(Samples.Elastic, [Vector(1, 2, 3), Index(2)], ElasticWeights, new() { ["width"] = 3 })
        );
        Assert.Equal("width is one of 2, 4, not 3", exception.Message);
    }

    [Fact]
    public void An_input_of_another_type_is_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Run(Samples.HaltingLoop, [Vector(1, 2), Scalar(0)]));
        Assert.Equal("input x is f32, not f32[2]", exception.Message);
    }

    [Fact]
    public void The_observer_sees_every_node_that_ran()
    {
        ModelGraph graph = GraphParser.Parse(Samples.Experts);
        var seen = new List<string>();
        var interpreter = new Interpreter(graph, Weights(graph, ExpertWeights)) { Observer = (node, _, _) => seen.Add(node.Operator.Name) };
        interpreter.Run([Vector(1, 2), Index(1)]);
        Assert.Equal(["weight", "multiply", "weight", "add", "call", "switch"], seen);
    }

    [Fact]
    public void Single_precision_rounds_each_step_and_double_does_not()
    {
        const string Text = """
            model M
            exit "" [0]

            func M(%0: f32) -> (y: f32) {
              %1 = constant {values: [1E-09], type: f32} : f32
              %2 = add %0, %1 : f32
              %3 = subtract %2, %0 : f32
              leave 0 %3
            }
            """;
        Assert.Equal(0, Run(Text, [Scalar(1)])[0].Reals[0]);
        Assert.Equal(1e-9, Run(Text, [Scalar(1)], precision: Precision.Double)[0].Reals[0], 1e-15);
    }

    internal static Dictionary<string, Tensor> ExpertWeights =>
        new()
        {
            ["scale.0"] = Tensor.FromArray<float>([1, 1], 2),
            ["scale.1"] = Tensor.FromArray<float>([2, 2], 2),
            ["scale.2"] = Tensor.FromArray<float>([3, 3], 2),
            ["experts.0.bias"] = Tensor.FromArray<float>([10, 20], 2),
            ["experts.1.bias"] = Tensor.FromArray<float>([20, 40], 2),
            ["experts.2.bias"] = Tensor.FromArray<float>([30, 60], 2),
        };

    private static Dictionary<string, Tensor> ElasticWeights =>
        new()
        {
            ["inner.weight"] = Tensor.FromArray([.. Enumerable.Repeat(1f, 12)], 4, 3),
            ["outer"] = Tensor.FromArray([.. Enumerable.Repeat(10f, 12)], 4, 3),
        };

    private static ReferenceTensor[] Run(
        string text,
        ReferenceTensor[] inputs,
        Dictionary<string, Tensor>? weights = null,
        Dictionary<string, long>? settings = null,
        Precision precision = Precision.Single
    )
    {
        ModelGraph graph = GraphParser.Parse(text);
        GraphVerifier.Verify(graph, "parsing");
        return new Interpreter(graph, Weights(graph, weights ?? []), precision, settings).Run(inputs);
    }

    private static WeightSet Weights(ModelGraph graph, Dictionary<string, Tensor> tensors) =>
        WeightSet.FromTensors(tensors, ModelWeights.Of(graph).Declarations);

    private static ReferenceTensor Vector(params double[] values) => ReferenceTensor.OfReals(ElementType.F32, [values.Length], values);

    private static ReferenceTensor Scalar(double value) => ReferenceTensor.OfReals(ElementType.F32, [], [value]);

    private static ReferenceTensor Index(long value) => ReferenceTensor.OfIntegers(ElementType.I32, [], [value]);

    private static Tensor Diagonal(float value) => Tensor.FromArray([value, 0, 0, 0, value, 0, 0, 0, value], 3, 3);
}
