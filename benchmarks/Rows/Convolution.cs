using DynCompile.Benchmarks.Dense;
using DynCompile.Runtime;
using DynCompile.Runtime.Kernels;
using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A 3 x 3 convolution with bias and relu of a square image.</summary>
internal sealed class Convolution(string name, int size, int inputs, int outputs) : DenseRow(name, ratio: 1.05, share: 0.8)
{
    protected override double MultiplyAdds => 9.0 * inputs * outputs * size * size;

    protected override DenseCase Prepare()
    {
        float[] x = Random(inputs * size * size, seed: 1);
        float[] w = Random(outputs * inputs * 9, seed: 2);
        float[] bias = Random(outputs, seed: 3);
        PackedConvolution weight = PackedConvolution.Pack(Tensor.FromArray(w, outputs, inputs, 3, 3));
        var ownBias = new WeightRows<float>(bias);
        var session = new KernelSession(x, outputs * size * size);
        var window = new Window2d(3, 3, PaddingHeight: 1, PaddingWidth: 1);
        return new DenseCase(
            session,
            () => Conv2d.Run(session.Live, session.X, weight, ownBias.Rows, session.Y, inputs, outputs, size, size, window, relu: true),
            OnnxRuntimePeers.Convolution(x, w, bias, inputs, outputs, size),
            weight,
            ownBias
        );
    }
}
