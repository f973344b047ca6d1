using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class RecurrentTests
{
    private static readonly ReferenceTensor X = Random(1, 3);
    private static readonly ReferenceTensor H = Random(2, 2);
    private static readonly ReferenceTensor C = Random(3, 2);

    [Fact]
    public void An_lstm_cell_written_out()
    {
        ReferenceTensor[] weights = [Random(4, 8, 3), Random(5, 8, 2), Random(6, 8), Random(7, 8)];
        ReferenceTensor[] next = ApplyAll(new LstmCell(), [X, H, C, .. weights]);
        (double[] fromX, double[] fromH) = Sums(weights);
        for (int j = 0; j < 2; j++)
        {
            double Gate(int gate) => fromX[gate * 2 + j] + fromH[gate * 2 + j];
            double c = Sigmoid(Gate(1)) * C.Reals[j] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
            Assert.Equal(Sigmoid(Gate(3)) * Math.Tanh(c), next[0].Reals[j], 1e-5);
            Assert.Equal(c, next[1].Reals[j], 1e-5);
        }
    }

    [Fact]
    public void A_gru_cell_written_out()
    {
        ReferenceTensor[] weights = [Random(4, 6, 3), Random(5, 6, 2), Random(6, 6), Random(7, 6)];
        double[] next = Reals(new GruCell(), [X, H, .. weights]);
        (double[] fromX, double[] fromH) = Sums(weights);
        for (int j = 0; j < 2; j++)
        {
            double reset = Sigmoid(fromX[j] + fromH[j]);
            double update = Sigmoid(fromX[2 + j] + fromH[2 + j]);
            double candidate = Math.Tanh(fromX[4 + j] + reset * fromH[4 + j]);
            Assert.Equal((1 - update) * candidate + update * H.Reals[j], next[j], 1e-5);
        }
    }

    [Fact]
    public void Biases_may_be_missing_together_and_leading_axes_are_samples()
    {
        ReferenceTensor[] weights = [Random(4, 6, 3), Random(5, 6, 2)];
        double[] one = Reals(new GruCell(), [X, H, .. weights]);
        ReferenceTensor rows = Apply(new GruCell(), [Apply(new Stack(), X, X), Apply(new Stack(), H, H), .. weights]);
        Assert.Equal([2, 2], rows.Shape);
        Assert.Equal([.. one, .. one], rows.Reals);
        Assert.IsType<TypeProblem.Other>(Problem(new GruCell(), [X.Type, H.Type, weights[0].Type, weights[1].Type, TensorType.F32(6)]));
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_named()
    {
        TensorType[] fits = [TensorType.F32(3), TensorType.F32(2), TensorType.F32(2), TensorType.F32(8, 3), TensorType.F32(8, 2)];
        Assert.Null(Problem(new LstmCell(), fits));
        Assert.Equal((2, 0), Misfit(new LstmCell(), [fits[0], fits[1], TensorType.F32(3), fits[3], fits[4]]));
        Assert.Equal((3, 1), Misfit(new LstmCell(), [TensorType.F32(4), fits[1], fits[2], fits[3], fits[4]]));
        Assert.Equal((4, 0), Misfit(new LstmCell(), [fits[0], fits[1], fits[2], fits[3], TensorType.F32(6, 2)]));
    }

    [Fact]
    public void A_cell_costs_its_two_products()
    {
        TensorType[] inputs = [TensorType.F32(3), TensorType.F32(2), TensorType.F32(2), TensorType.F32(8, 3), TensorType.F32(8, 2)];
        Assert.Equal(8 * 3 + 8 * 2, new LstmCell().MultiplyAdds([.. inputs], []).Value);
    }

    private static (double[] FromX, double[] FromH) Sums(ReferenceTensor[] weights) =>
        (Reals(new Linear(), X, weights[0], weights[2]), Reals(new Linear(), H, weights[1], weights[3]));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static (int Input, int Axis) Misfit(Operator op, TensorType[] inputs)
    {
        var extent = Assert.IsType<TypeProblem.Extent>(Problem(op, inputs));
        return (extent.Input, extent.AtAxis);
    }
}
