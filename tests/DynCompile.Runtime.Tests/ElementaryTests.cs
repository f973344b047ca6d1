using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Tests;

public class ElementaryTests
{
    private static readonly FaultSite Here = new(3, 4, 0);

    private static readonly float[] Special =
    [
        0,
        -0f,
        1,
        -1,
        float.Epsilon,
        -float.Epsilon,
        1e-40f,
        1.17549435e-38f,
        -103.9f,
        -87.5f,
        88.72f,
        88.73f,
        104,
        float.MaxValue,
        float.MinValue,
        float.PositiveInfinity,
        float.NegativeInfinity,
        float.NaN,
    ];

    public static TheoryData<string, double> Bounds =>
        new()
        {
            { nameof(Elementary.Exp), 2 },
            { nameof(Elementary.Log), 2 },
            { nameof(Elementary.Tanh), 2 },
            { nameof(Elementary.Sigmoid), 3 },
            { nameof(Elementary.Softplus), 4 },
            { nameof(Elementary.Erf), 2 },
        };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Every_function_is_within_its_stated_error_and_scalars_equal_vectors(string name, double bound)
    {
        (Func<float, float> scalar, Func<Vector256<float>, Vector256<float>> vector, Func<double, double> exact) = Function(name);
        double worst = 0;
        foreach (float x in Samples())
        {
            float actual = scalar(x);
            Assert.Equal(BitConverter.SingleToInt32Bits(actual), BitConverter.SingleToInt32Bits(vector(Vector256.Create(x))[5]));
            double expected = exact(x);
            double error = Ulps(actual, expected);
            Assert.True(error <= bound, $"{name}({x:R}) is {actual:R}, exactly {expected:R}: {error} ulp");
            worst = Math.Max(worst, error);
        }
        Assert.True(worst > 0, "the comparison compares");
    }

    [Fact]
    public void Rounding_is_half_to_even_and_the_larger_of_nan_is_nan()
    {
        Assert.Equal([-2f, 0, 0, 2, 2], new[] { -1.5f, -0.5f, 0.5f, 1.5f, 2.5f }.Select(Elementary.Round));
        Assert.Equal(2, Elementary.Round(Vector256.Create(2.5f))[0]);
        Assert.True(float.IsNaN(Elementary.Maximum(float.NaN, 1)) && float.IsNaN(Elementary.Minimum(1, float.NaN)));
        Assert.True(float.IsNaN(Elementary.Maximum(Vector256.Create(1f), Vector256.Create(float.NaN))[0]));
        Assert.True(float.IsNaN(Elementary.Relu(float.NaN)) && float.IsNaN(Elementary.Relu(Vector256.Create(float.NaN))[0]));
        Assert.Equal(Elementary.Pow(1.7f, -2.3f), Elementary.Pow(Vector256.Create(1.7f), Vector256.Create(-2.3f))[3]);
    }

    [Theory]
    [InlineData(7, 2, 3, 1)]
    [InlineData(-7, 2, -3, -1)]
    [InlineData(7, -2, -3, 1)]
    [InlineData(int.MinValue, -1, int.MinValue, 0)]
    public void Integers_divide_as_in_csharp_and_wrap(int dividend, int divisor, int quotient, int remainder)
    {
        Assert.Equal(quotient, Elementary.Divide(dividend, divisor, 0, Here));
        Assert.Equal(remainder, Elementary.Remainder(dividend, divisor, 0, Here));
    }

    [Fact]
    public void A_division_by_zero_faults()
    {
        var fault = Assert.Throws<DynRunException>(() => Elementary.Divide(5, 0, lane: 2, Here));
        Assert.Equal("5 is divided by zero (sample 2, line 3, column 4)", fault.Message);
        Assert.Throws<DynRunException>(() => Elementary.Remainder(5L, 0L, 0, Here));
        Assert.Equal(long.MinValue, Elementary.Divide(long.MinValue, -1, 0, Here));
    }

    [Fact]
    public void A_fault_in_an_imported_file_names_it()
    {
        var fault = Assert.Throws<DynRunException>(() => Elementary.Divide(5, 0, lane: 2, new FaultSite(3, 4, 0, "parts/a.dnn")));
        Assert.Equal("5 is divided by zero (sample 2, parts/a.dnn, line 3, column 4)", fault.Message);
        Assert.Equal("parts/a.dnn", fault.File);
    }

    [Fact]
    public void Floats_truncate_and_saturate_and_nan_is_zero()
    {
        Assert.Equal([-2, 2, 0, int.MaxValue, int.MinValue], new[] { -2.9f, 2.9f, float.NaN, 3e9f, -1e30f }.Select(Elementary.ToInt32));
        Assert.Equal([long.MaxValue, long.MinValue, 0], new[] { 1e19f, float.NegativeInfinity, float.NaN }.Select(Elementary.ToInt64));
        Assert.Equal<byte>([255, 0, 0, 7], new[] { 256f, -1f, float.NaN, 7.9f }.Select(Elementary.ToU8));
        Assert.Equal<sbyte>([127, -128, 0], new[] { 200f, -200f, float.NaN }.Select(Elementary.ToI8));
        Assert.Equal(0.0999755859375f, Elementary.RoundToF16(0.1f));
        Assert.Equal(0.10009765625f, Elementary.RoundToBF16(0.1f));
    }

    private static (Func<float, float>, Func<Vector256<float>, Vector256<float>>, Func<double, double>) Function(string name) =>
        name switch
        {
            nameof(Elementary.Exp) => (Elementary.Exp, Elementary.Exp, Math.Exp),
            nameof(Elementary.Log) => (Elementary.Log, Elementary.Log, Math.Log),
            nameof(Elementary.Tanh) => (Elementary.Tanh, Elementary.Tanh, Math.Tanh),
            nameof(Elementary.Sigmoid) => (Elementary.Sigmoid, Elementary.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
            nameof(Elementary.Softplus) => (Elementary.Softplus, Elementary.Softplus, ExactSoftplus),
            _ => (Elementary.Erf, Elementary.Erf, ExactErf),
        };

    private static IEnumerable<float> Samples()
    {
        var random = new Random(11);
        for (int i = 0; i < 100_000; i++)
            yield return BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        for (int i = 0; i < 100_000; i++)
            yield return (float)(random.NextDouble() * 220 - 110);
        for (int i = 0; i < 100_000; i++)
            yield return (float)(random.NextDouble() * 10 - 5);
        foreach (float x in Special)
            yield return x;
    }

    private static double Ulps(float actual, double expected)
    {
        if (double.IsNaN(expected) || float.IsNaN(actual))
            return double.IsNaN(expected) == float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if ((float)expected == actual)
            return float.IsInfinity(actual) ? 0 : Math.Abs(actual - expected) / Spacing(expected);
        return float.IsInfinity(actual) ? double.PositiveInfinity : Math.Abs(actual - expected) / Spacing(expected);
    }

    // 2^-149 among the denormal numbers
    private static double Spacing(double x) => Math.ScaleB(1, Math.Max(x == 0 ? -126 : Math.ILogB(x), -126) - 23);

    private static double ExactSoftplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        double sum = 1 + e;
        return Math.Max(x, 0) + Math.Log(sum) + (e - (sum - 1)) / sum;
    }

    private static double ExactErf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);
        // erf x = 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)), whose terms do not alternate
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
