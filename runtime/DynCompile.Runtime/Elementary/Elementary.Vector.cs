using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime;

/// <summary>The elementwise functions of the language, for a float and for eight of them.</summary>
/// <remarks>
/// A scalar function gives bit for bit what the vector function gives for the same element, so a loop may end with scalars.
/// Errors are in ulp of the exact result, denormal results included; NaN stays NaN. The polynomials were fitted at Chebyshev nodes.
/// </remarks>
public static partial class Elementary
{
    private const float Log2E = 1.442695f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -0.00021219444f;

    /// <summary>e to the x, within 2 ulp; +inf above 88.73, 0 below -103.98.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // NaN fails both comparisons and goes through.
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(89f)), Vector256.Create(89f), x);
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-104f)), Vector256.Create(-104f), x);
        // x = n ln 2 + r, |r| <= ln 2 / 2
        Vector256<float> n = Vector256.Round(x * Log2E);
        Vector256<float> r = MultiplyAdd(n, Vector256.Create(-Ln2High), x);
        r = MultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        Vector256<float> p = Vector256.Create(0.0013926927f);
        p = MultiplyAdd(p, r, Vector256.Create(0.008363774f));
        p = MultiplyAdd(p, r, Vector256.Create(0.04166655f));
        p = MultiplyAdd(p, r, Vector256.Create(0.16666573f));
        p = MultiplyAdd(p, r, Vector256.Create(0.5f));
        p = MultiplyAdd(p * r, r, r) + Vector256<float>.One;
        // Two factors: neither overflows, and a denormal result is rounded once.
        Vector256<int> exponent = Vector256.ConvertToInt32Native(n);
        Vector256<int> half = Vector256.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>The natural logarithm, within 2 ulp; -inf at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> isDenormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        Vector256<float> scaled = Vector256.ConditionalSelect(isDenormal, x * 8388608f, x);
        // x = 2^n (1 + f), 1 + f between sqrt(1/2) and sqrt(2)
        Vector256<int> bits = scaled.AsInt32() - Vector256.Create(0x3f3504f3);
        Vector256<float> n = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, 23));
        n -= Vector256.ConditionalSelect(isDenormal, Vector256.Create(23f), Vector256<float>.Zero);
        Vector256<float> f = ((bits & Vector256.Create(0x007fffff)) + Vector256.Create(0x3f3504f3)).AsSingle() - Vector256<float>.One;
        Vector256<float> p = Vector256.Create(0.069716118f);
        p = MultiplyAdd(p, f, Vector256.Create(-0.11479734f));
        p = MultiplyAdd(p, f, Vector256.Create(0.1168542f));
        p = MultiplyAdd(p, f, Vector256.Create(-0.12425687f));
        p = MultiplyAdd(p, f, Vector256.Create(0.14249058f));
        p = MultiplyAdd(p, f, Vector256.Create(-0.16667803f));
        p = MultiplyAdd(p, f, Vector256.Create(0.20000716f));
        p = MultiplyAdd(p, f, Vector256.Create(-0.24999997f));
        p = MultiplyAdd(p, f, Vector256.Create(0.3333333f));
        Vector256<float> square = f * f;
        Vector256<float> tail = MultiplyAdd(square, Vector256.Create(-0.5f), p * f * square);
        tail = MultiplyAdd(n, Vector256.Create(Ln2Low), tail);
        Vector256<float> log = MultiplyAdd(n, Vector256.Create(Ln2High), f + tail);

        Vector256<float> isOrdinary =
            Vector256.GreaterThan(x, Vector256<float>.Zero) & Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity));
        Vector256<float> special = Vector256.ConditionalSelect(
            Vector256.Equals(x, Vector256<float>.Zero),
            Vector256.Create(float.NegativeInfinity),
            // +inf and NaN stay, negative numbers become NaN.
            Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(float.NaN), x)
        );
        return Vector256.ConditionalSelect(isOrdinary, log, special);
    }

    /// <summary>The hyperbolic tangent, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> size = Vector256.Abs(x);
        Vector256<float> z = x * x;
        Vector256<float> p = Vector256.Create(-0.0060751666f);
        p = MultiplyAdd(p, z, Vector256.Create(0.020982297f));
        p = MultiplyAdd(p, z, Vector256.Create(-0.053847756f));
        p = MultiplyAdd(p, z, Vector256.Create(0.13332748f));
        p = MultiplyAdd(p, z, Vector256.Create(-0.33333328f));
        Vector256<float> small = MultiplyAdd(p * z, x, x);
        Vector256<float> large = Vector256<float>.One - Vector256.Create(2f) / (Exp(size + size) + Vector256<float>.One);
        return Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(0.625f)), small, Vector256.CopySign(large, x));
    }

    /// <summary>1 / (1 + e^-x), within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // e^-|x| never overflows, so that far below 0 the result is e^x and not 0.
        Vector256<float> e = Exp(-Vector256.Abs(x));
        Vector256<float> numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), e, Vector256<float>.One);
        return numerator / (Vector256<float>.One + e);
    }

    /// <summary>log(1 + e^x) without overflow, within 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        Vector256<float> e = Exp(-Vector256.Abs(x));
        Vector256<float> sum = Vector256<float>.One + e;
        // What the addition rounded away comes back to first order.
        Vector256<float> log1p = Log(sum) + (e - (sum - Vector256<float>.One)) / sum;
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), x, Vector256<float>.Zero) + log1p;
    }

    /// <summary>The error function, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> z = x * x;
        Vector256<float> p = Vector256.Create(7.875875e-05f);
        p = MultiplyAdd(p, z, Vector256.Create(-0.00080168643f));
        p = MultiplyAdd(p, z, Vector256.Create(0.005189087f));
        p = MultiplyAdd(p, z, Vector256.Create(-0.026854211f));
        p = MultiplyAdd(p, z, Vector256.Create(0.11283594f));
        p = MultiplyAdd(p, z, Vector256.Create(-0.37612626f));
        p = MultiplyAdd(p, z, Vector256.Create(0.12837917f));
        Vector256<float> small = MultiplyAdd(p, x, x);

        // 1 - e^(t q(t)); from 4 on the result is 1.
        Vector256<float> size = Vector256.Abs(x);
        Vector256<float> t = Vector256.ConditionalSelect(Vector256.GreaterThan(size, Vector256.Create(4f)), Vector256.Create(4f), size);
        Vector256<float> q = Vector256.Create(1.1660325e-06f);
        q = MultiplyAdd(q, t, Vector256.Create(-3.6593010e-05f));
        q = MultiplyAdd(q, t, Vector256.Create(0.00051574555f));
        q = MultiplyAdd(q, t, Vector256.Create(-0.0043739225f));
        q = MultiplyAdd(q, t, Vector256.Create(0.0253086016f));
        q = MultiplyAdd(q, t, Vector256.Create(-0.108091913f));
        q = MultiplyAdd(q, t, Vector256.Create(-0.63397145f));
        q = MultiplyAdd(q, t, Vector256.Create(-1.1289573f));
        Vector256<float> large = Vector256<float>.One - Exp(t * q);
        return Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256<float>.One), small, Vector256.CopySign(large, x));
    }

    /// <summary>x to the y, element by element, as <see cref="MathF.Pow"/>.</summary>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> power = default;
        for (int i = 0; i < Vector256<float>.Count; i++)
            power = power.WithElement(i, MathF.Pow(x[i], y[i]));
        return power;
    }

    /// <summary>The square root, rounded correctly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    /// <summary>The larger of the two; NaN if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

    /// <summary>The smaller of the two; NaN if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Minimum(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

    /// <summary>The nearest integer, half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> x) => Vector256.Round(x);

    /// <summary>The largest integer that is not larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Floor(Vector256<float> x) => Vector256.Floor(x);

    /// <summary>x where positive, else 0; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> x) =>
        // NaN fails the comparison and goes through.
        Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256<float>.Zero, x);

    /// <summary>x y + z, rounded once where the processor can. The order of sums in the kernels relies on it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) =>
        Vector256.MultiplyAddEstimate(x, y, z);

    // 2^n for -126 <= n <= 127
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) => Vector256.ShiftLeft(n + Vector256.Create(127), 23).AsSingle();
}
