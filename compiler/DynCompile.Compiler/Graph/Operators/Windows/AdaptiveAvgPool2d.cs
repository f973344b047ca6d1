using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Averages to a fixed number of rows and columns: place i of n covers floor(i · H / n) up to, without, ceil((i + 1) · H / n) of x [C, H, W].
/// </summary>
public sealed record AdaptiveAvgPool2d(Pair Size) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "adaptive_avg_pool2d",
        "Averages to a given number of rows and columns.",
        ["x", new Parameter.Attribute("size", AttributeKind.Pair)],
        a => new AdaptiveAvgPool2d(a.Pair("size"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("size", Size)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 3) ?? TypeRules.AtLeast("size", Size, 1)) is { } problem)
            return problem;
        for (int axis = 1; axis <= 2; axis++)
        {
            if (inputs[0].Shape[axis].Smallest < 1)
                return new TypeProblem.Extent(0, axis, 1, "an average, which needs at least one element");
        }
        return inputs[0].With(inputs[0].Shape[0], Size.Rows, Size.Columns);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        (int height, int width) = (x.Shape[1], x.Shape[2]);
        int next = 0;
        for (int c = 0; c < y.Shape[0]; c++)
        for (int row = 0; row < Size.Rows; row++)
        for (int column = 0; column < Size.Columns; column++)
        {
            (int top, int bottom) = Covered(row, height, Size.Rows);
            (int left, int right) = Covered(column, width, Size.Columns);
            double sum = 0;
            for (int i = top; i < bottom; i++)
            for (int j = left; j < right; j++)
                sum = evaluation.Round(sum + x.Reals[(c * height + i) * width + j]);
            y.Reals[next++] = evaluation.Round(sum / ((bottom - top) * (right - left)));
        }
        return [y];
    }

    /// <summary>The first and the end of the input elements that a place averages.</summary>
    public static (int First, int End) Covered(int place, int extent, int places) =>
        ((int)((long)place * extent / places), (int)(((long)(place + 1) * extent + places - 1) / places));
}
