using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>Sums over one contiguous run, in an order that depends on its length only.</summary>
internal static unsafe class Sums
{
    private const int Width = 8;

    /// <summary>The sum of <paramref name="length"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int length)
    {
        Vector256<float> even = default;
        Vector256<float> odd = default;
        int i = 0;
        for (; i <= length - 2 * Width; i += 2 * Width)
        {
            even += Vector256.Load(x + i);
            odd += Vector256.Load(x + i + Width);
        }
        for (; i <= length - Width; i += Width)
            even += Vector256.Load(x + i);
        float sum = Vector256.Sum(even + odd);
        for (; i < length; i++)
            sum += x[i];
        return sum;
    }

    /// <summary>The sum of the squared distances from <paramref name="mean"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredDistances(float* x, float mean, int length)
    {
        Vector256<float> even = default;
        Vector256<float> odd = default;
        Vector256<float> center = Vector256.Create(mean);
        int i = 0;
        for (; i <= length - 2 * Width; i += 2 * Width)
        {
            Vector256<float> a = Vector256.Load(x + i) - center;
            Vector256<float> b = Vector256.Load(x + i + Width) - center;
            even = Elementary.MultiplyAdd(a, a, even);
            odd = Elementary.MultiplyAdd(b, b, odd);
        }
        for (; i <= length - Width; i += Width)
        {
            Vector256<float> a = Vector256.Load(x + i) - center;
            even = Elementary.MultiplyAdd(a, a, even);
        }
        float sum = Vector256.Sum(even + odd);
        for (; i < length; i++)
            sum = Elementary.MultiplyAdd(x[i] - mean, x[i] - mean, sum);
        return sum;
    }

    /// <summary>The inner product of two runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Product(float* a, float* b, int length)
    {
        Vector256<float> even = default;
        Vector256<float> odd = default;
        int i = 0;
        for (; i <= length - 2 * Width; i += 2 * Width)
        {
            even = Elementary.MultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), even);
            odd = Elementary.MultiplyAdd(Vector256.Load(a + i + Width), Vector256.Load(b + i + Width), odd);
        }
        for (; i <= length - Width; i += Width)
            even = Elementary.MultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), even);
        float sum = Vector256.Sum(even + odd);
        for (; i < length; i++)
            sum = Elementary.MultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>The largest element; NaN if one is NaN; -inf of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(float* x, int length)
    {
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= length - Width; i += Width)
            largest = Vector256.Max(largest, Vector256.Load(x + i));
        float max = float.NegativeInfinity;
        for (int k = 0; k < Width; k++)
            max = MathF.Max(max, largest[k]);
        for (; i < length; i++)
            max = MathF.Max(max, x[i]);
        return max;
    }
}
