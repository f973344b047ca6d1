using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// A given number of parts along an axis, one result each: of equal size, rounded up, but for the last. Where PyTorch would return
/// fewer parts than asked for, it is an error.
/// </summary>
public sealed record Chunk(int Count, int Axis = 0) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "chunk",
        "A given number of parts along an axis.",
        ["x", new Parameter.Attribute("count", AttributeKind.Integer), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Chunk(a.Int("count"), a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("count", Count);
            if (Axis != 0)
                yield return ("axis", Axis);
        }
    }

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs)
    {
        if (Count > Split.MostParts)
            return new TypeProblem.Attribute("count", Count, $"at most {Split.MostParts}");
        if ((TypeRules.AtLeast("count", Count, 1) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank, out _)) is { } problem)
            return problem;
        Size extent = inputs[0].Shape[Axis < 0 ? Axis + inputs[0].Rank : Axis];
        return PartOf(extent) is { } part && Enough(extent, part) ? null : new TypeProblem.Indivisible("the axis", extent, Count);
    }

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType type = sink.TypeOf(inputs[0]);
        Size extent = type.Shape[Axis < 0 ? Axis + type.Rank : Axis];
        Size part = PartOf(extent)!;
        Size last = extent - part * (Count - 1);
        return sink.ApplyAll(new Split(Count == 1 ? [extent] : [.. Enumerable.Repeat(part, Count - 1), last], Axis), inputs[0]);
    }

    private Size? PartOf(Size extent) => extent.IsConstant ? (extent.Value + Count - 1) / Count : Size.DivideExactly(extent, Count);

    private bool Enough(Size extent, Size part) => !extent.IsConstant || extent.Value - part.Value * (Count - 1) > 0;
}
