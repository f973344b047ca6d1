using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Parts along an axis, one result each. Several sizes are the parts' own; a single one is the size of every part, the last of which
/// may be smaller.
/// </summary>
public sealed record Split(EquatableArray<Size> Sizes, int Axis = 0) : Composite
{
    /// <summary>The most results of one operator.</summary>
    internal const int MostParts = 65_536;

    public static readonly OperatorDefinition Operator = new(
        "split",
        "Parts of given sizes along an axis.",
        ["x", new Parameter.Attribute("sizes", AttributeKind.Sizes), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Split(a.Sizes("sizes"), a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("sizes", Sizes);
            if (Axis != 0)
                yield return ("axis", Axis);
        }
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs)
    {
        if (TypeRules.Axis("axis", Axis, inputs[0].Rank, out int axis) is { } problem)
            return problem;
        Size extent = inputs[0].Shape[axis];
        if (Sizes.Length == 1)
            return CheckPart(extent, Sizes[0]);
        if (Sizes.Select(s => TypeRules.NotNegative("sizes", s)).FirstOrDefault(p => p is not null) is { } negative)
            return negative;
        Size sum = Sizes.Aggregate(Size.Zero, (total, s) => total + s);
        return TypeRules.AreEqual(sum, extent) ? null : new TypeProblem.Count(sum, extent);
    }

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType type = sink.TypeOf(inputs[0]);
        int axis = Axis < 0 ? Axis + type.Rank : Axis;
        var parts = new List<T>();
        Size start = Size.Zero;
        foreach (Size size in Sizes.Length == 1 ? Parts(type.Shape[axis], Sizes[0]) : Sizes)
        {
            parts.Add(sink.Apply(new Slice(axis, start, size), inputs[0]));
            start += size;
        }
        return [.. parts];
    }

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) =>
        this with
        {
            Sizes = [.. Sizes.Select(s => s.Substitute(replacement))],
        };

    /// <summary>Why an axis cannot be cut into parts of one size; their number must be the same at every elastic size.</summary>
    internal static TypeProblem? CheckPart(Size extent, Size part)
    {
        if (part.Smallest < 1)
            return new TypeProblem.Attribute("sizes", part, "at least 1");
        if (extent.Largest / part.Smallest > MostParts)
            return new TypeProblem.Attribute("sizes", part, $"at least {extent.Largest / MostParts + 1}, for at most {MostParts} parts");
        if (extent.IsConstant && part.IsConstant)
            return null;
        return Size.DivideExactly(extent, part) is { IsConstant: true } ? null : new TypeProblem.Indivisible("the axis", extent, part);
    }

    internal static EquatableArray<Size> Parts(Size extent, Size part)
    {
        if (Size.DivideExactly(extent, part) is { IsConstant: true } count)
            return [.. Enumerable.Repeat(part, (int)Math.Max(count.Value, 1)).Select(p => extent == Size.Zero ? Size.Zero : p)];
        var parts = new List<Size>();
        for (long rest = extent.Value; rest > 0; rest -= part.Value)
            parts.Add(Math.Min(rest, part.Value));
        return [.. parts];
    }
}
