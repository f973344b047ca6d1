using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Sizes, names and C# types of the <see cref="ElementType"/>s.</summary>
public static class ElementTypes
{
    /// <summary>All element types, in declaration order.</summary>
    public static ImmutableArray<ElementType> All { get; } =
        ImmutableArray.Create(
            ElementType.F32,
            ElementType.F16,
            ElementType.BF16,
            ElementType.I8,
            ElementType.U8,
            ElementType.I32,
            ElementType.I64,
            ElementType.Bool
        );

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) =>
        type switch
        {
            ElementType.I64 => 8,
            ElementType.F32 or ElementType.I32 => 4,
            ElementType.F16 or ElementType.BF16 => 2,
            ElementType.I8 or ElementType.U8 or ElementType.Bool => 1,
            _ => throw Unknown(type),
        };

    /// <summary>The language's spelling: <c>f32</c>, <c>bool</c>.</summary>
    public static string Name(this ElementType type) =>
        type switch
        {
            ElementType.F32 => "f32",
            ElementType.F16 => "f16",
            ElementType.BF16 => "bf16",
            ElementType.I8 => "i8",
            ElementType.U8 => "u8",
            ElementType.I32 => "i32",
            ElementType.I64 => "i64",
            ElementType.Bool => "bool",
            _ => throw Unknown(type),
        };

    /// <summary>The spelling in a safetensors header: <c>F32</c>, <c>BOOL</c>.</summary>
    public static string SafetensorsName(this ElementType type) => type.Name().ToUpperInvariant();

    /// <summary>Whether the type is f32, f16 or bf16.</summary>
    public static bool IsFloat(this ElementType type) => type is ElementType.F32 or ElementType.F16 or ElementType.BF16;

    /// <summary>Whether the type is i8, u8, i32 or i64; bool is not an integer.</summary>
    public static bool IsInteger(this ElementType type) => type is ElementType.I8 or ElementType.U8 or ElementType.I32 or ElementType.I64;

    /// <summary>Finds the type that the language spells <paramref name="name"/>; spelling is case-sensitive.</summary>
    public static bool TryParse(string name, out ElementType type)
    {
        foreach (var candidate in All)
        {
            if (candidate.Name() != name)
                continue;
            type = candidate;
            return true;
        }
        type = default;
        return false;
    }

    /// <summary>Finds the type of a safetensors <c>dtype</c>; other valid ones, such as <c>F64</c>, have none here.</summary>
    public static bool TryParseSafetensors(string name, out ElementType type)
    {
        foreach (var candidate in All)
        {
            if (candidate.SafetensorsName() != name)
                continue;
            type = candidate;
            return true;
        }
        type = default;
        return false;
    }

    /// <summary>The element type that holds <typeparamref name="T"/>: float, Half, BFloat16, sbyte, byte, int, long or bool.</summary>
    /// <exception cref="ArgumentException">No element type holds <typeparamref name="T"/>.</exception>
    public static ElementType Of<T>()
        where T : unmanaged => Find(typeof(T)) ?? throw new ArgumentException($"no element type holds {typeof(T)}");

    /// <summary>Whether a span of <typeparamref name="T"/> may look at elements of this type.</summary>
    /// <remarks>Besides the type itself, ushort shows the bits of f16 and bf16, and byte those of bool.</remarks>
    internal static bool IsViewedAs<T>(this ElementType type)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
            return type is ElementType.F16 or ElementType.BF16;
        if (typeof(T) == typeof(byte))
            return type is ElementType.U8 or ElementType.Bool;
        return Find(typeof(T)) == type;
    }

    private static ElementType? Find(Type type)
    {
#if NET
        if (type == typeof(Half))
            return ElementType.F16;
#endif
        if (type == typeof(float))
            return ElementType.F32;
        if (type == typeof(BFloat16))
            return ElementType.BF16;
        if (type == typeof(sbyte))
            return ElementType.I8;
        if (type == typeof(byte))
            return ElementType.U8;
        if (type == typeof(int))
            return ElementType.I32;
        if (type == typeof(long))
            return ElementType.I64;
        return type == typeof(bool) ? ElementType.Bool : null;
    }

    private static ArgumentOutOfRangeException Unknown(ElementType type) => new(nameof(type), $"{(int)type} is not an element type");
}
