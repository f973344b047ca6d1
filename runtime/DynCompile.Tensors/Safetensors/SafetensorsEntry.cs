using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="StoredType">The <c>dtype</c> as stored, which may be one that has no element type here, such as <c>F64</c>.</param>
/// <param name="Shape">The shape; empty for a scalar.</param>
/// <param name="Begin">The first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind the last one.</param>
public sealed record SafetensorsEntry(string Name, string StoredType, ImmutableArray<int> Shape, long Begin, long End)
{
    /// <summary>The element type, or null if the stored one has none here.</summary>
    public ElementType? Type => ElementTypes.TryParseSafetensors(StoredType, out var type) ? type : null;
}
