using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Fills tensors of any element type from a stream of random numbers.</summary>
internal static class RandomTensors
{
    public static Tensor Floats(ElementType type, ImmutableArray<int> shape, Func<double> next)
    {
        var values = Tensor.Zeros(ElementType.F32, shape);
        Fill(values.AsSpan<float>(), () => (float)next());
        return type == ElementType.F32 ? values : Tensor.FromFloats(type, values.AsSpan<float>(), shape);
    }

    /// <summary>Fills an integer or bool tensor; every value has to fit the type.</summary>
    public static Tensor Integers(ElementType type, ImmutableArray<int> shape, Func<long> next)
    {
        var tensor = Tensor.Zeros(type, shape);
        switch (type)
        {
            case ElementType.I8:
                Fill(tensor.AsSpan<sbyte>(), () => checked((sbyte)next()));
                break;
            case ElementType.I32:
                Fill(tensor.AsSpan<int>(), () => checked((int)next()));
                break;
            case ElementType.I64:
                Fill(tensor.AsSpan<long>(), next);
                break;
            default:
                Fill(tensor.AsSpan<byte>(), () => checked((byte)next()));
                break;
        }
        return tensor;
    }

    private static void Fill<T>(Span<T> elements, Func<T> next)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = next();
    }
}
