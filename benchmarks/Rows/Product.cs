using DynCompile.Benchmarks.Dense;
using DynCompile.Runtime;
using DynCompile.Runtime.Kernels;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A linear layer without a bias: a matrix, or one row, by a weight.</summary>
internal sealed class Product(string name, int rows, int inputs, int outputs, double ratio, double? share = null)
    : DenseRow(name, ratio, share)
{
    protected override double MultiplyAdds => (double)rows * inputs * outputs;

    protected override DenseCase Prepare()
    {
        float[] x = Random(rows * inputs, seed: 1);
        float[] w = Random(inputs * outputs, seed: 2);
        var transposed = new float[w.Length];
        for (int i = 0; i < inputs; i++)
        for (int o = 0; o < outputs; o++)
            transposed[o * inputs + i] = w[i * outputs + o];
        PackedMatrix weight = PackedMatrix.Pack(transposed, outputs, inputs);
        var session = new KernelSession(x, rows * outputs);
        return new DenseCase(
            session,
            () => Linear.Run(session.Live, session.X, weight, default, session.Y, rows, inputs, outputs),
            OnnxRuntimePeers.Product(x, w, rows, inputs, outputs),
            weight
        );
    }
}
