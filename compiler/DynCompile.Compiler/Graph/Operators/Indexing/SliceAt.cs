using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>A fixed number of elements of one axis from a start known at run time, which is checked: 0 &lt;= start &lt;= extent - length.</summary>
public sealed record SliceAt(Size Length, int Axis = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "slice",
        "A fixed number of elements of an axis from a start known at run time.",
        [
            "x",
            Parameter.Index("start"),
            new Parameter.Attribute("length", AttributeKind.Size),
            new Parameter.Attribute("axis", AttributeKind.Integer, 0),
        ],
        a => new SliceAt(a.Size("length"), a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("length", Length);
            if (Axis != 0)
                yield return ("axis", Axis);
        }
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (
            (TypeRules.Axis("axis", Axis, x.Rank, out int axis) ?? TypeRules.Index(inputs, 1) ?? TypeRules.Rank(inputs, 1, 0)) is
            { } problem
        )
            return problem;
        if (TypeRules.NotNegative("length", Length) is { } negative)
            return negative;
        return (x.Shape[axis] - Length).Smallest < 0
            ? new TypeProblem.Outside("the slice's length", Length, x.Shape[axis])
            : x.WithAxis(axis, Length);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int axis = Axis < 0 ? Axis + x.Rank : Axis;
        int start = evaluation.CheckedIndex(evaluation.Inputs[1].Integers[0], x.Shape[axis] - evaluation.SizeOf(Length) + 1);
        return [Cut(x, axis, start, evaluation.OutputShape(0))];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) =>
        inputs[0].Shape[Axis < 0 ? Axis + inputs[0].Rank : Axis] - Length + 1;

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => this with { Length = Length.Substitute(replacement) };

    internal static ReferenceTensor Cut(ReferenceTensor x, int axis, int start, int[] shape)
    {
        int[] strides = ReferenceTensor.Strides(x.Shape);
        return x.Pick(shape, i => start * strides[axis] + ReferenceTensor.Offset(i, shape, strides));
    }
}
