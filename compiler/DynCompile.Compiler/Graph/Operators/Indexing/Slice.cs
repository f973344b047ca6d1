using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The elements of one axis from a start known at compile time, written <c>x[2..6]</c>.</summary>
public sealed record Slice(int Axis, Size Start, Size Length) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "static_slice",
        "A range of an axis, written x[2..6].",
        [
            "x",
            new Parameter.Attribute("axis", AttributeKind.Integer),
            new Parameter.Attribute("start", AttributeKind.Size),
            new Parameter.Attribute("length", AttributeKind.Size),
        ],
        a => new Slice(a.Int("axis"), a.Size("start"), a.Size("length"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("axis", Axis), ("start", Start), ("length", Length)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (
            (
                TypeRules.Axis("axis", Axis, x.Rank, out int axis)
                ?? TypeRules.NotNegative("start", Start)
                ?? TypeRules.NotNegative("length", Length)
            ) is
            { } problem
        )
            return problem;
        if ((x.Shape[axis] - Start - Length).Smallest < 0)
            return new TypeProblem.Outside("the slice's end", Start + Length, x.Shape[axis]);
        return x.WithAxis(axis, Length);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int axis = Axis < 0 ? Axis + x.Rank : Axis;
        return [SliceAt.Cut(x, axis, evaluation.SizeOf(Start), evaluation.OutputShape(0))];
    }

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) =>
        this with
        {
            Start = Start.Substitute(replacement),
            Length = Length.Substitute(replacement),
        };
}
