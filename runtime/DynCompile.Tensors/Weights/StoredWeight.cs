using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>A tensor that can be had, before it is read.</summary>
internal sealed record StoredWeight(string Name, string StoredType, ElementType? Type, ImmutableArray<int> Shape, Func<Tensor> Read)
{
    public static StoredWeight Of(string name, Tensor tensor) => new(name, tensor.Type.Name(), tensor.Type, tensor.Shape, () => tensor);

    public static StoredWeight Of(SafetensorsReader reader, SafetensorsEntry entry) =>
        new(entry.Name, entry.Type?.Name() ?? Printable.Quote(entry.StoredType), entry.Type, entry.Shape, () => reader.Read(entry.Name));
}
