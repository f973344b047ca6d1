using DynCompile.Tensors;

namespace DynCompile.Backends.CSharp;

internal static class CSharpTypes
{
    /// <summary>The C# type of an element.</summary>
    public static string Name(ElementType element) =>
        element switch
        {
            ElementType.F32 => "float",
            ElementType.F16 => "Half",
            ElementType.BF16 => "BFloat16",
            ElementType.I8 => "sbyte",
            ElementType.U8 => "byte",
            ElementType.I32 => "int",
            ElementType.I64 => "long",
            ElementType.Bool => "bool",
            _ => throw new ArgumentOutOfRangeException(nameof(element), element, "no such element type"),
        };
}
