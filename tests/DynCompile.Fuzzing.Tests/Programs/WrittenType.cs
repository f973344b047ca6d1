using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>A type as a program writes it, <c>f32[4, width]</c>.</summary>
internal sealed record WrittenType(string Element, EquatableArray<WrittenSize> Shape)
{
    public static WrittenType Bool { get; } = new("bool", []);

    public static WrittenType I32 { get; } = new("i32", []);

    public static WrittenType F32 { get; } = new("f32", []);

    public int Rank => Shape.Length;

    public bool IsScalar => Rank == 0;

    public bool IsF32 => Element == "f32";

    public bool IsInteger => Element is "i32" or "i64";

    public bool IsBool => Element == "bool";

    /// <summary>Whether there is arithmetic on it; the other element types are only stored.</summary>
    public bool IsNumber => Element is "f32" or "i32" or "i64";

    public bool IsConstant => Shape.All(s => s.IsConstant);

    /// <summary>Whether it surely has elements.</summary>
    public bool HasElements => Shape.All(s => s.IsAtLeastOne);

    /// <summary>The number of elements of a constant shape.</summary>
    public int Count => Shape.Aggregate(1, (n, s) => n * s.Value);

    public IEnumerable<string> Names => Shape.Where(s => !s.IsConstant).Select(s => s.Name!);

    public static WrittenType F32Of(params WrittenSize[] shape) => new("f32", [.. shape]);

    public WrittenType With(string element) => this with { Element = element };

    public WrittenType With(params IEnumerable<WrittenSize> shape) => this with { Shape = [.. shape] };

    public WrittenType WithInserted(int axis, WrittenSize size) => With([.. Shape.Take(axis), size, .. Shape.Skip(axis)]);

    public WrittenType Without(int axis) => With(Shape.Where((_, a) => a != axis));

    public WrittenType WithAxis(int axis, WrittenSize size) => With(Shape.Select((s, a) => a == axis ? size : s));

    public WrittenType WithLast(WrittenSize size) => WithAxis(Rank - 1, size);

    public override string ToString() => IsScalar ? Element : $"{Element}[{string.Join(", ", Shape)}]";
}
