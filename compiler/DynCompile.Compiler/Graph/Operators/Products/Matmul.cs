using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// PyTorch's matrix product: [.., n, k] by [.., k, m] gives [.., n, m], leading axes broadcast; a vector on the left is a row, on the
/// right a column, whose axis the result drops.
/// </summary>
public sealed record Matmul : Operator
{
    public static readonly OperatorDefinition Operator = new("matmul", "The matrix product.", ["a", "b"], _ => new Matmul());

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.RankAtLeast(inputs, 0, 1) ?? TypeRules.RankAtLeast(inputs, 1, 1)) is { } problem)
            return problem;
        (TensorType a, TensorType b) = (AsRow(inputs[0]), AsColumn(inputs[1]));
        if (!TypeRules.AreEqual(a.Shape[^1], b.Shape[^2]))
            return new TypeProblem.Extent(
                1,
                inputs[1].Rank == 1 ? 0 : inputs[1].Rank - 2,
                a.Shape[^1],
                "the last axis of the first matrix"
            );
        if (Broadcasting.JoinLeading([a, b], matrixAxes: 2, out EquatableArray<Size> batch) is { } mismatch)
            return mismatch;
        Size[] rows = inputs[0].Rank == 1 ? [] : [a.Shape[^2]];
        Size[] columns = inputs[1].Rank == 1 ? [] : [b.Shape[^1]];
        return a.With([.. batch, .. rows, .. columns]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor y = evaluation.NewOutput(0);
        ReferenceTensor a = evaluation.Inputs[0];
        ReferenceTensor b = evaluation.Inputs[1];
        int inner = a.Shape[^1];
        int rows = a.Rank == 1 ? 1 : a.Shape[^2];
        int columns = b.Rank == 1 ? 1 : b.Shape[^1];
        int[] batch = [.. y.Shape.Take(y.Rank - (a.Rank > 1 ? 1 : 0) - (b.Rank > 1 ? 1 : 0))];
        double[] left = a.Reshape([.. a.Shape.Take(a.Rank - 2), rows, inner]).BroadcastTo([.. batch, rows, inner]).Reals;
        double[] right = b.Reshape([.. b.Shape.Take(b.Rank - 2), inner, columns]).BroadcastTo([.. batch, inner, columns]).Reals;
        for (int n = 0; n < ReferenceTensor.CountOf(batch); n++)
        for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
        {
            double sum = 0;
            for (int k = 0; k < inner; k++)
                sum = evaluation.Round(sum + left[(n * rows + r) * inner + k] * right[(n * inner + k) * columns + c]);
            y.Reals[(n * rows + r) * columns + c] = sum;
        }
        return [y];
    }

    public override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs) =>
        outputs[0].Count * inputs[0].Shape[^1];

    private static TensorType AsRow(TensorType a) => a.Rank == 1 ? a.WithInserted(0, 1) : a;

    private static TensorType AsColumn(TensorType b) => b.Rank == 1 ? b.WithInserted(1, 1) : b;
}
