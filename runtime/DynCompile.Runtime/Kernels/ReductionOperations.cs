using System.Numerics;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

internal readonly struct SumOfFloats : IReductionOperation<float, float>
{
    public static float None => 0;

    public static float Join(float result, float element) => result + element;

    public static float Merge(float first, float second) => first + second;

    public static Vector256<float> Join(Vector256<float> results, Vector256<float> elements) => results + elements;
}

internal readonly struct ProductOfFloats : IReductionOperation<float, float>
{
    public static float None => 1;

    public static float Join(float result, float element) => result * element;

    public static float Merge(float first, float second) => first * second;

    public static Vector256<float> Join(Vector256<float> results, Vector256<float> elements) => results * elements;
}

internal readonly struct LargestFloat : IReductionOperation<float, float>
{
    public static float None => float.NegativeInfinity;

    public static float Join(float result, float element) => MathF.Max(result, element);

    public static float Merge(float first, float second) => MathF.Max(first, second);

    public static Vector256<float> Join(Vector256<float> results, Vector256<float> elements) => Vector256.Max(results, elements);
}

internal readonly struct SmallestFloat : IReductionOperation<float, float>
{
    public static float None => float.PositiveInfinity;

    public static float Join(float result, float element) => MathF.Min(result, element);

    public static float Merge(float first, float second) => MathF.Min(first, second);

    public static Vector256<float> Join(Vector256<float> results, Vector256<float> elements) => Vector256.Min(results, elements);
}

internal readonly struct SumOfIntegers<T> : IReductionOperation<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T None => T.Zero;

    public static T Join(T result, T element) => unchecked(result + element);

    public static T Merge(T first, T second) => unchecked(first + second);
}

internal readonly struct ProductOfIntegers<T> : IReductionOperation<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T None => T.One;

    public static T Join(T result, T element) => unchecked(result * element);

    public static T Merge(T first, T second) => unchecked(first * second);
}

internal readonly struct LargestInteger<T> : IReductionOperation<T, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static T None => T.MinValue;

    public static T Join(T result, T element) => T.Max(result, element);

    public static T Merge(T first, T second) => T.Max(first, second);
}

internal readonly struct SmallestInteger<T> : IReductionOperation<T, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static T None => T.MaxValue;

    public static T Join(T result, T element) => T.Min(result, element);

    public static T Merge(T first, T second) => T.Min(first, second);
}

internal readonly struct Count : IReductionOperation<bool, int>
{
    public static int None => 0;

    public static int Join(int result, bool element) => element ? result + 1 : result;

    public static int Merge(int first, int second) => first + second;
}

internal readonly struct AnyOf : IReductionOperation<bool, bool>
{
    public static bool None => false;

    public static bool Join(bool result, bool element) => result | element;

    public static bool Merge(bool first, bool second) => first | second;
}

internal readonly struct AllOf : IReductionOperation<bool, bool>
{
    public static bool None => true;

    public static bool Join(bool result, bool element) => result & element;

    public static bool Merge(bool first, bool second) => first & second;
}
