using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Element type and shape of a value, e.g. <c>f32[8, 28, 28]</c>; a scalar has an empty shape.</summary>
public sealed record TensorType(ElementType Element, EquatableArray<Size> Shape)
{
    public static TensorType Scalar(ElementType element) => new(element, []);

    public static TensorType F32(params Size[] shape) => new(ElementType.F32, [.. shape]);

    public static TensorType I32(params Size[] shape) => new(ElementType.I32, [.. shape]);

    public static TensorType Bool { get; } = Scalar(ElementType.Bool);

    public int Rank => Shape.Length;
    public bool IsScalar => Shape.Length == 0;

    /// <summary>The number of elements, 1 for a scalar.</summary>
    public Size Count => Shape.Aggregate(Size.One, (n, d) => n * d);

    /// <summary>The symbols named in the shape.</summary>
    public IEnumerable<SizeSymbol> Symbols => Shape.SelectMany(d => d.Symbols).Distinct();

    public TensorType With(ElementType element) => this with { Element = element };

    public TensorType With(params Size[] shape) => this with { Shape = [.. shape] };

    public TensorType Substitute(Func<SizeSymbol, Size?> replacement) => new(Element, [.. Shape.Select(d => d.Substitute(replacement))]);

    /// <summary>The extents for given values of the symbols.</summary>
    public int[] Extents(Func<SizeSymbol, long> valueOf) => [.. Shape.Select(d => checked((int)d.Evaluate(valueOf)))];

    /// <summary>The extents that weights and buffers are stored at.</summary>
    public int[] LargestExtents => [.. Shape.Select(d => checked((int)d.Largest))];

    public override string ToString() => IsScalar ? Element.Name() : $"{Element.Name()}[{string.Join(", ", Shape)}]";
}
