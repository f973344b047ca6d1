using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Checks that many type rules share, and the shapes they make.</summary>
internal static class TypeRules
{
    /// <summary>Arithmetic is in f32, i32 and i64; the other element types are for storage.</summary>
    public static bool IsArithmetic(ElementType element) => element is ElementType.F32 or ElementType.I32 or ElementType.I64;

    public static bool IsIndex(ElementType element) => element is ElementType.I32 or ElementType.I64;

    public static TypeProblem? AllF32(EquatableArray<TensorType> inputs) => All(inputs, e => e == ElementType.F32, "f32");

    public static TypeProblem? AllI8(EquatableArray<TensorType> inputs) => All(inputs, e => e == ElementType.I8, "i8");

    public static TypeProblem? All(EquatableArray<TensorType> inputs, Func<ElementType, bool> accepts, string expected)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!accepts(inputs[i].Element))
                return new TypeProblem.Element(i, expected);
        }
        return null;
    }

    public static TypeProblem? SameElements(EquatableArray<TensorType> inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Element != inputs[0].Element)
                return new TypeProblem.MixedElements(0, i);
        }
        return null;
    }

    public static TypeProblem? Arithmetic(EquatableArray<TensorType> inputs, int input) =>
        IsArithmetic(inputs[input].Element) ? null : new TypeProblem.Element(input, "f32, i32 or i64");

    public static TypeProblem? Index(EquatableArray<TensorType> inputs, int input) =>
        IsIndex(inputs[input].Element) ? null : new TypeProblem.Element(input, "i32 or i64");

    public static TypeProblem? Rank(EquatableArray<TensorType> inputs, int input, int rank) =>
        inputs[input].Rank == rank ? null : new TypeProblem.Rank(input, $"{rank}");

    public static TypeProblem? RankAtLeast(EquatableArray<TensorType> inputs, int input, int least) =>
        inputs[input].Rank >= least ? null : new TypeProblem.Rank(input, $"at least {least}");

    /// <summary>
    /// Whether two sizes are equal at every value of their symbols, also where their normal forms differ: <c>4 * (5 * width / 4)</c>
    /// is <c>5 * width</c> when 4 always divides it.
    /// </summary>
    public static bool AreEqual(Size a, Size b) => a == b || (a - b) is { Smallest: 0, Largest: 0 };

    /// <summary>An input must have exactly the given shape.</summary>
    public static TypeProblem? Shape(EquatableArray<TensorType> inputs, int input, EquatableArray<Size> shape, string because)
    {
        if (Rank(inputs, input, shape.Length) is { } problem)
            return problem;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (!AreEqual(inputs[input].Shape[axis], shape[axis]))
                return new TypeProblem.Extent(input, axis, shape[axis], because);
        }
        return null;
    }

    /// <summary>Inputs from <paramref name="first"/> on must be vectors of the given length; missing ones are fine.</summary>
    public static TypeProblem? Vectors(EquatableArray<TensorType> inputs, int first, Size length, string because)
    {
        for (int i = first; i < inputs.Length; i++)
        {
            if (Shape(inputs, i, [length], because) is { } problem)
                return problem;
        }
        return null;
    }

    /// <summary>An axis counted from the end when negative; a problem when the input does not have it.</summary>
    public static TypeProblem? Axis(string attribute, int axis, int rank, out int normal)
    {
        normal = axis < 0 ? axis + rank : axis;
        return normal >= 0 && normal < rank ? null : new TypeProblem.Axis(attribute, axis, rank);
    }

    /// <summary>Axes as <see cref="Axis"/>, ascending and without repetition; null means all.</summary>
    public static TypeProblem? Axes(string attribute, EquatableArray<int>? axes, int rank, out EquatableArray<int> normal)
    {
        normal = [.. Enumerable.Range(0, rank)];
        if (axes is not { } given)
            return null;
        var found = new SortedSet<int>();
        foreach (int axis in given)
        {
            if (Axis(attribute, axis, rank, out int own) is { } problem)
                return problem;
            if (!found.Add(own))
                return new TypeProblem.Attribute(attribute, given, "each axis at most once");
        }
        normal = [.. found];
        return null;
    }

    public static TypeProblem? AtLeast(string attribute, int value, int least) =>
        value >= least ? null : new TypeProblem.Attribute(attribute, value, $"at least {least}");

    public static TypeProblem? AtLeast(string attribute, Pair value, int least) =>
        value.Rows >= least && value.Columns >= least ? null : new TypeProblem.Attribute(attribute, value, $"at least {least}");

    /// <summary>A size may be zero but never negative, whatever the symbols' values.</summary>
    public static TypeProblem? NotNegative(string attribute, Size value) =>
        value.Smallest >= 0 ? null : new TypeProblem.Attribute(attribute, value, "at least 0");

    public static TensorType WithAxis(this TensorType type, int axis, Size size) =>
        type.With([.. type.Shape.Select((d, i) => i == axis ? size : d)]);

    public static TensorType WithoutAxis(this TensorType type, int axis) => type.With([.. type.Shape.Where((_, i) => i != axis)]);

    public static TensorType WithInserted(this TensorType type, int axis, Size size) =>
        type.With([.. type.Shape.Take(axis), size, .. type.Shape.Skip(axis)]);
}
