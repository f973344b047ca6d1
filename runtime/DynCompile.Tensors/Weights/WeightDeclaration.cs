using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>A weight that a model needs: its path is its name in the weight file.</summary>
/// <param name="Path">The path, as in <c>blocks.2.conv1.weight</c>.</param>
/// <param name="Type">The element type that the model works with.</param>
/// <param name="Shape">The stored shape; along elastic axes the largest.</param>
public sealed record WeightDeclaration(string Path, ElementType Type, ImmutableArray<int> Shape)
{
    /// <summary>The stored shape; along elastic axes the largest.</summary>
    public ImmutableArray<int> Shape { get; } =
        Shape.IsDefault ? throw new ArgumentException($"weight {Path} has no shape; a scalar has the empty one") : Shape;

    /// <summary>Whether path, type and shape are the same, sizes compared one by one.</summary>
    public bool Equals(WeightDeclaration? other) =>
        other is not null && Path == other.Path && Type == other.Type && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = StringComparer.Ordinal.GetHashCode(Path) * 31 + (int)Type;
        foreach (int size in Shape)
            hash = unchecked(hash * 31 + size);
        return hash;
    }

    /// <summary>As the language would write it: <c>conv1.weight: f32[8, 1, 5, 5]</c>.</summary>
    public override string ToString() => $"{Path}: {Shapes.Text(Type, Shape)}";
}
