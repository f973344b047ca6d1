using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Elements of one value around the tensor. <see cref="Amounts"/> are pairs before, after, as in PyTorch for the last axis first:
/// [left, right, top, bottom] for rows and columns; axes without a pair stay.
/// </summary>
public sealed record Pad(EquatableArray<int> Amounts, double Value = 0) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "pad",
        "A border of one value; pairs before, after for the last axis first.",
        ["x", new Parameter.Attribute("amounts", AttributeKind.Integers), new Parameter.Attribute("value", AttributeKind.Real, 0.0)],
        a => new Pad(a.Ints("amounts"), a.Real("value"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("amounts", Amounts);
            if (!Value.Equals(0.0))
                yield return ("value", Value);
        }
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if (Amounts.Any(a => a < 0))
            return new TypeProblem.Attribute("amounts", Amounts, "at least 0");
        if (Amounts.Length % 2 != 0 || Amounts.Length > 2 * x.Rank)
            return new TypeProblem.Attribute("amounts", Amounts, $"pairs before, after, for at most {x.Rank} axes");
        if (!x.Element.IsFloat() && (Value != Math.Floor(Value) || Math.Abs(Value) > int.MaxValue))
            return new TypeProblem.Attribute("value", Value, $"a number of {x.Element.Name()}");
        return x.With([.. x.Shape.Select((d, axis) => d + Before(x.Rank, axis) + After(x.Rank, axis))]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        ScalarValue value = x.IsFloat ? ScalarValue.Of(evaluation.Round(Value)) : ScalarValue.Of((long)Value);
        for (int i = 0; i < y.Count; i++)
            y.Set(i, value);
        int[] strides = ReferenceTensor.Strides(y.Shape);
        int corner = Enumerable.Range(0, x.Rank).Sum(axis => Before(x.Rank, axis) * strides[axis]);
        for (int i = 0; i < x.Count; i++)
            y.Set(corner + ReferenceTensor.Offset(i, x.Shape, strides), x.Scalar(i));
        return [y];
    }

    /// <summary>How many elements come before those of an axis.</summary>
    public int Before(int rank, int axis) => Amount(2 * (rank - 1 - axis));

    /// <summary>How many elements come after those of an axis.</summary>
    public int After(int rank, int axis) => Amount(2 * (rank - 1 - axis) + 1);

    private int Amount(int at) => at < Amounts.Length ? Amounts[at] : 0;
}
