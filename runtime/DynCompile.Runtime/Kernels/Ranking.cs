using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels;

/// <summary>The order of elements: NaN is largest, and of equal elements the one with the lower index comes first.</summary>
internal static class Ranking
{
    /// <summary>Whether <paramref name="a"/> is larger; NaN is larger than everything but NaN.</summary>
    public static bool IsLarger<T>(T a, T b)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) != typeof(float))
            return a.CompareTo(b) > 0;
        float x = Unsafe.BitCast<T, float>(a);
        float y = Unsafe.BitCast<T, float>(b);
        return x > y || (float.IsNaN(x) && !float.IsNaN(y));
    }

    /// <summary>Whether <paramref name="a"/> is found before <paramref name="b"/> when the smallest is looked for, which NaN is then.</summary>
    public static bool ComesBefore<T>(T a, T b)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) != typeof(float))
            return a.CompareTo(b) < 0;
        float x = Unsafe.BitCast<T, float>(a);
        float y = Unsafe.BitCast<T, float>(b);
        return x < y || (float.IsNaN(x) && !float.IsNaN(y));
    }
}
