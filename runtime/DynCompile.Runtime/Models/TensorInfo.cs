using System.Collections.Immutable;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>An input or a result of a model.</summary>
/// <param name="Name">Its name in the model's text.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">The shape of one sample; empty for a scalar.</param>
public sealed record TensorInfo(string Name, ElementType Type, ImmutableArray<int> Shape)
{
    /// <summary>Elements of one sample.</summary>
    public int ElementCount { get; } = checked((int)Shapes.ElementCount(Shape));

    /// <summary>Bytes of one sample.</summary>
    public int Bytes => checked(ElementCount * Type.Size());

    /// <summary>The type as the language spells it: <c>f32[1, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name}: {Shapes.Text(Type, Shape)}";
}
