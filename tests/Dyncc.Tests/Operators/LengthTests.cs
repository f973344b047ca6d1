using System.Globalization;
using System.Text.RegularExpressions;
using DynCompile.Diagnostics;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>Kernels take eight floats at a time, or more, and the rest one by one: every length from 1 to 33 gives the right numbers.</summary>
public class LengthTests
{
    /// <summary>An expression of x [n], z [n] and the weight w [n, 3], its shape, and its definition.</summary>
    private sealed record Measured(string Text, string Shape, Func<double[], double[], double[], IEnumerable<double>> Definition);

    private static readonly Measured[] All =
    [
        Map("relu(x)", v => Math.Max(v, 0)),
        Map("leaky_relu(x)", v => v < 0 ? 0.01 * v : v),
        Map("sigmoid(x)", v => 1 / (1 + Math.Exp(-v))),
        Map("silu(x)", v => v / (1 + Math.Exp(-v))),
        Map("softplus(x)", v => Math.Log(1 + Math.Exp(v))),
        Map("tanh(x)", Math.Tanh),
        Map("exp(x)", Math.Exp),
        Map("log(abs(x))", v => Math.Log(Math.Abs(v))),
        Map("sqrt(abs(x))", v => Math.Sqrt(Math.Abs(v))),
        Map("round(x * 3.0)", v => Math.Round((float)(v * 3))),
        Map("floor(x * 3.0)", v => Math.Floor((float)(v * 3))),
        Map("gelu(x)", Gelu),
        Pair("x + z", (a, b) => a + b),
        Pair("x - 2.0 * z", (a, b) => a - 2 * b),
        Pair("x / (abs(z) + 1.0)", (a, b) => a / (Math.Abs(b) + 1)),
        Pair("maximum(x, z)", Math.Max),
        Pair("minimum(x, z)", Math.Min),
        Pair("where(x < z, x, z * z)", (a, b) => a < b ? a : b * b),
        Pair("clamp(x, -0.5, 0.5) * z", (a, b) => Math.Clamp(a, -0.5, 0.5) * b),
        Fold("sum(x)", x => x.Sum()),
        Fold("mean(x)", x => x.Average()),
        Fold("max(x)", x => x.Max()),
        Fold("min(x)", x => x.Min()),
        Fold("prod(x)", x => x.Aggregate(1.0, (a, b) => a * b)),
        Fold("logsumexp(x)", x => Math.Log(x.Sum(Math.Exp))),
        Fold("f32(argmax(x))", x => Array.IndexOf(x, x.Max())),
        Fold("f32(argmin(x))", x => Array.IndexOf(x, x.Min())),
        new("softmax(x)", "[n]", (x, _, _) => x.Select(v => Math.Exp(v) / x.Sum(Math.Exp))),
        new("log_softmax(x)", "[n]", (x, _, _) => x.Select(v => v - Math.Log(x.Sum(Math.Exp)))),
        new("layer_norm(x)", "[n]", (x, _, _) => Standardised(x, 1e-5)),
        new("rms_norm(x)", "[n]", (x, _, _) => x.Select(v => v / Math.Sqrt(x.Average(u => u * u) + 1.1920928955078125e-07))),
        new("cumsum(x)", "[n]", (x, _, _) => x.Select((_, i) => x.Take(i + 1).Sum())),
        new("matmul(x, z)", "", (x, z, _) => [Dot(x, z)]),
        new("matmul(x, w)", "[3]", (x, _, w) => Enumerable.Range(0, 3).Select(j => Dot(x, Column(w, j)))),
        new("linear(x, transpose(w, 0, 1))", "[3]", (x, _, w) => Enumerable.Range(0, 3).Select(j => Dot(x, Column(w, j)))),
        new("linear(x[0..1], reshape(z, [n, 1]), x)", "[n]", (x, z, _) => z.Zip(x, (a, b) => x[0] * a + b)),
        new("fc(z)", "[3]", (_, z, w) => Enumerable.Range(0, 3).Select(j => Dot(z, w[(j * z.Length)..((j + 1) * z.Length)]))),
        new("sum(w * reshape(x, [n, 1]), axes: [0])", "[3]", (x, _, w) => Enumerable.Range(0, 3).Select(j => Dot(x, Column(w, j)))),
        new("sum(w, axes: [1])", "[n]", (_, _, w) => w.Chunk(3).Select(row => row.Sum())),
        new(
            "flatten(conv1d(reshape(x, [1, n]), k, padding: 1))",
            "[n]",
            (x, _, _) => Neighbours(x).Select(v => v[0] - 2 * v[1] + 0.5 * v[2])
        ),
        new(
            "flatten(max_pool1d(reshape(x, [1, n]), 3, stride: 1, padding: 1))",
            "[n]",
            (x, _, _) => Neighbours(x, double.NegativeInfinity).Select(v => v.Max())
        ),
        new(
            "flatten(avg_pool1d(reshape(x, [1, n]), 3, stride: 1, padding: 1))",
            "[n]",
            (x, _, _) => Neighbours(x).Select(v => v.Sum() / 3)
        ),
        new("concat([x, z])", "[2 * n]", (x, z, _) => x.Concat(z)),
        new("flatten(transpose(w, 0, 1))", "[3 * n]", (_, _, w) => Enumerable.Range(0, 3).SelectMany(j => Column(w, j))),
    ];

    [Fact]
    public void Every_length_from_1_to_33_gives_the_right_numbers()
    {
        var models = Enumerable.Range(1, 33).Select(n => OperatorModel.Compile(CaseOf(n), $"Length{n}", new DiagnosticBag())!).ToList();
        byte[] assembly = InMemoryCompiler.Compile([.. models.Select(m => m.Code)]);
        Dictionary<string, Type> classes = InMemoryCompiler.LoadAll(assembly).ToDictionary(t => t.Namespace!);
        var problems = new List<string>();
        for (int n = 1; n <= 33; n++)
        {
            Tensor[] expected = models[n - 1].Expected.First();
            Tensor[] single = models[n - 1].Run(classes[$"Length{n}"], batch: 1).First();
            Tensor[] three = models[n - 1].Run(classes[$"Length{n}"], batch: 3).First();
            for (int r = 0; r < expected.Length; r++)
            {
                if (NumberText.Difference(expected[r], single[r]) is { } difference)
                    problems.Add($"n = {n}: {All[r].Text}{difference}");
                if (!single[r].Bytes.Span.SequenceEqual(three[r].Bytes.Span))
                    problems.Add($"n = {n}: {All[r].Text} is not the same in a batch of 3");
            }
        }
        Assert.Empty(problems);
    }

    private static OperatorCase CaseOf(int n)
    {
        var random = new Random(n);
        double[] x = Numbers(random, n);
        double[] z = Numbers(random, n);
        double[] w = Numbers(random, 3 * n);
        string At(string text) => Regex.Replace(text, @"\bn\b", $"{n}");
        string results = string.Join(", ", All.Select((m, i) => $"r{i}: f32{At(m.Shape)}"));
        string model = At(
            $"model M(x: f32[n], z: f32[n], w: f32[n, 3]) -> ({results}) {{ param k: f32[1, 1, 3]  layer fc = linear(3, bias: false)  return ({string.Join(", ", All.Select(m => m.Text))}) }}"
        );
        var sample = new Dictionary<string, string>
        {
            ["x"] = Text(x),
            ["z"] = Text(z),
            ["w"] = Text(w),
        };
        for (int i = 0; i < All.Length; i++)
            sample.Add($"r{i}", Text(All[i].Definition(x, z, w)));
        return new OperatorCase(model, new Dictionary<string, string> { ["k"] = "1 -2 0.5", ["fc.weight"] = Text(w) }, [sample], null);
    }

    private static Measured Map(string text, Func<double, double> definition) => new(text, "[n]", (x, _, _) => x.Select(definition));

    private static Measured Pair(string text, Func<double, double, double> definition) =>
        new(text, "[n]", (x, z, _) => x.Zip(z, definition));

    private static Measured Fold(string text, Func<double[], double> definition) => new(text, "", (x, _, _) => [definition(x)]);

    private static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (double)(float)(random.NextDouble() * 4 - 2))];

    private static string Text(IEnumerable<double> numbers) =>
        string.Join(' ', numbers.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    private static double[] Column(double[] w, int j) => [.. w.Chunk(3).Select(row => row[j])];

    private static IEnumerable<double[]> Neighbours(double[] x, double beyond = 0) =>
        x.Select((_, i) => new[] { i > 0 ? x[i - 1] : beyond, x[i], i < x.Length - 1 ? x[i + 1] : beyond });

    private static IEnumerable<double> Standardised(double[] x, double eps)
    {
        double mean = x.Average();
        return x.Select(v => (v - mean) / Math.Sqrt(x.Average(u => (u - mean) * (u - mean)) + eps));
    }

    // The normal distribution by Simpson's rule.
    private static double Gelu(double x)
    {
        const int steps = 2000;
        double h = x / steps;
        double area = Enumerable
            .Range(0, steps + 1)
            .Sum(i =>
                (
                    i is 0 or steps ? 1
                    : i % 2 == 0 ? 2
                    : 4
                ) * Math.Exp(-i * h * (i * h) / 2)
            );
        return x * (0.5 + area * h / 3 / Math.Sqrt(2 * Math.PI));
    }
}
