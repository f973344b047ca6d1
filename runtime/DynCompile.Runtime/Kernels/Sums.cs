using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Sums over one contiguous run, in an order that depends on its length only.</summary>
internal static unsafe class Sums
{
    private const int Width = 8;

    // Four sums at once: an addition need not wait for the last one.
    private const int Stride = 4 * Width;

    /// <summary>The sum of <paramref name="length"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int length)
    {
        Vector256<float> a = default;
        Vector256<float> b = default;
        Vector256<float> c = default;
        Vector256<float> d = default;
        int i = 0;
        for (; i <= length - Stride; i += Stride)
        {
            a += Vector256.Load(x + i);
            b += Vector256.Load(x + i + Width);
            c += Vector256.Load(x + i + 2 * Width);
            d += Vector256.Load(x + i + 3 * Width);
        }
        for (; i <= length - Width; i += Width)
            a += Vector256.Load(x + i);
        float sum = Vector256.Sum(a + b + (c + d));
        for (; i < length; i++)
            sum += x[i];
        return sum;
    }

    /// <summary>The sum of the squared distances from <paramref name="mean"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredDistances(float* x, float mean, int length)
    {
        Vector256<float> a = default;
        Vector256<float> b = default;
        Vector256<float> c = default;
        Vector256<float> d = default;
        Vector256<float> center = Vector256.Create(mean);
        int i = 0;
        for (; i <= length - Stride; i += Stride)
        {
            a = AddSquare(a, Vector256.Load(x + i) - center);
            b = AddSquare(b, Vector256.Load(x + i + Width) - center);
            c = AddSquare(c, Vector256.Load(x + i + 2 * Width) - center);
            d = AddSquare(d, Vector256.Load(x + i + 3 * Width) - center);
        }
        for (; i <= length - Width; i += Width)
            a = AddSquare(a, Vector256.Load(x + i) - center);
        float sum = Vector256.Sum(a + b + (c + d));
        for (; i < length; i++)
            sum = Elementary.MultiplyAdd(x[i] - mean, x[i] - mean, sum);
        return sum;
    }

    /// <summary>The inner product of two runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Product(float* x, float* y, int length)
    {
        Vector256<float> a = default;
        Vector256<float> b = default;
        Vector256<float> c = default;
        Vector256<float> d = default;
        int i = 0;
        for (; i <= length - Stride; i += Stride)
        {
            a = Elementary.MultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), a);
            b = Elementary.MultiplyAdd(Vector256.Load(x + i + Width), Vector256.Load(y + i + Width), b);
            c = Elementary.MultiplyAdd(Vector256.Load(x + i + 2 * Width), Vector256.Load(y + i + 2 * Width), c);
            d = Elementary.MultiplyAdd(Vector256.Load(x + i + 3 * Width), Vector256.Load(y + i + 3 * Width), d);
        }
        for (; i <= length - Width; i += Width)
            a = Elementary.MultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), a);
        float sum = Vector256.Sum(a + b + (c + d));
        for (; i < length; i++)
            sum = Elementary.MultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>The largest element; NaN if one is NaN; -inf of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(float* x, int length)
    {
        float max = float.NegativeInfinity;
        int i = 0;
        if (length >= Width)
        {
            Vector256<float> largest = Vector256.Load(x);
            for (i = Width; i <= length - Width; i += Width)
                largest = Vector256.Max(largest, Vector256.Load(x + i));
            Vector128<float> half = Vector128.Max(largest.GetLower(), largest.GetUpper());
            Vector64<float> quarter = Vector64.Max(half.GetLower(), half.GetUpper());
            max = MathF.Max(quarter[0], quarter[1]);
        }
        for (; i < length; i++)
            max = MathF.Max(max, x[i]);
        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddSquare(Vector256<float> sum, Vector256<float> x) => Elementary.MultiplyAdd(x, x, sum);
}
