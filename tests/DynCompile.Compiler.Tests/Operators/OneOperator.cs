using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Compiler.Tests.Operators;

/// <summary>Applies a single operator to small tensors.</summary>
internal static class OneOperator
{
    private static readonly double Inf = double.PositiveInfinity;

    public static double NaN => double.NaN;
    public static double Infinity => Inf;

    public static ReferenceTensor F(int[] shape, params double[] values) => ReferenceTensor.OfReals(ElementType.F32, shape, values);

    public static ReferenceTensor F(params double[] values) => F([values.Length], values);

    public static ReferenceTensor I(int[] shape, params long[] values) => ReferenceTensor.OfIntegers(ElementType.I32, shape, values);

    public static ReferenceTensor I(params long[] values) => I([values.Length], values);

    public static ReferenceTensor B(params bool[] values) =>
        ReferenceTensor.OfIntegers(ElementType.Bool, [values.Length], [.. values.Select(v => v ? 1L : 0L)]);

    public static ReferenceTensor Scalar(double value) => F([], value);

    public static ReferenceTensor Scalar(long value) => I([], value);

    /// <summary>Numbers that differ from each other and change sign, the same ones for the same seed.</summary>
    public static ReferenceTensor Random(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return F(shape, [.. Enumerable.Range(0, ReferenceTensor.CountOf(shape)).Select(_ => (double)(float)(random.NextDouble() * 4 - 2))]);
    }

    /// <summary>
    /// All results. On the way it checks what holds for every operator: the results have the inferred types, and the attributes of the
    /// text form make the same operator again.
    /// </summary>
    public static ReferenceTensor[] ApplyAll(Operator op, params ReferenceTensor[] inputs)
    {
        Inference inference = op.Infer([.. inputs.Select(i => i.Type)]);
        Assert.Null(inference.Problem);
        Assert.Equal(op, op.Definition.Create(op.Attributes.ToDictionary(a => a.Name, a => a.Value)));
        ReferenceTensor[] results = op.Evaluate(new Evaluation(op, inputs, Precision.Single, NoSizes, Origin.None));
        Assert.Equal(inference.Types, [.. results.Select(r => r.Type)]);
        return results;
    }

    public static ReferenceTensor Apply(Operator op, params ReferenceTensor[] inputs) => Assert.Single(ApplyAll(op, inputs));

    public static double[] Reals(Operator op, params ReferenceTensor[] inputs) => Apply(op, inputs).Reals;

    public static long[] Integers(Operator op, params ReferenceTensor[] inputs) => Apply(op, inputs).Integers;

    public static FaultException Fault(Operator op, params ReferenceTensor[] inputs)
    {
        Assert.True(op.CanFault([.. inputs.Select(i => i.Type)]));
        return Assert.Throws<FaultException>(() => ApplyAll(op, inputs));
    }

    public static TypeProblem? Problem(Operator op, params TensorType[] inputs) => op.Infer([.. inputs]).Problem;

    public static TensorType Type(Operator op, params TensorType[] inputs)
    {
        Inference inference = op.Infer([.. inputs]);
        Assert.Null(inference.Problem);
        return Assert.Single(inference.Types);
    }

    public static LayerResolution.Resolved Layer(
        OperatorDefinition definition,
        TensorType[] data,
        params (string Name, AttributeValue Value)[] arguments
    )
    {
        var all = definition.Layer!.Parameters.Where(p => p.Default is not null).ToDictionary(p => p.Name, p => p.Default!);
        foreach ((string name, AttributeValue value) in arguments)
            all[name] = value;
        return Assert.IsType<LayerResolution.Resolved>(definition.Layer.Resolve(new Attributes(all), [.. data]));
    }

    public static void Near(double[] expected, ReferenceTensor actual, double tolerance = 1e-5) => Near(expected, actual.Reals, tolerance);

    public static void Near(double[] expected, double[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(same, $"element {i} is {actual[i]}, not {expected[i]}; all: [{string.Join(", ", actual)}]");
        }
    }

    public static ReferenceTensor As(ElementType element, params long[] values) =>
        ReferenceTensor.OfIntegers(element, [values.Length], values);

    private static long NoSizes(SizeSymbol symbol) => throw new InvalidOperationException($"{symbol} has no value here");
}
