using DynCompile.Benchmarks.Dense;
using DynCompile.Runtime;
using DynCompile.Runtime.Kernels;
using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A linear layer with an N:M sparse weight against our own dense kernel with the same pruned weight.</summary>
internal sealed class SparseProduct(string name, Sparsity sparsity, int rows, int size, double ratio) : Row
{
    public override IEnumerable<string> Names => [name];

    public override IEnumerable<Measurement> Measure()
    {
        float[] x = DenseRow.Random(rows * size, seed: 1);
        float[] w = DenseRow.Random(size * size, seed: 2);
        using var dense = PackedMatrix.Pack(w, size, size, sparsity);
        using var ours = new KernelSession(x, rows * size);
        using var peer = new KernelSession(x, rows * size);
        void Dense() => Linear.Run(peer.Live, peer.X, dense, default, peer.Y, rows, size, size);

        using PackedSharedSparseMatrix? shared = PackedSharedSparseMatrix.Takes(sparsity)
            ? PackedSharedSparseMatrix.Pack(w, size, size, sparsity)
            : null;
        using PackedSparseMatrix? own = shared is null ? PackedSparseMatrix.Pack(w, size, size, sparsity) : null;
        Action sparse = shared is null
            ? () => SparseLinear.Run(ours.Live, ours.X, own!, default, ours.Y, rows, size, size)
            : () => SparseLinear.Run(ours.Live, ours.X, shared, default, ours.Y, rows, size, size);
        Dense();
        sparse();
        double difference = ours.Result.Zip(peer.Result).Max(p => Math.Abs(p.First - p.Second));
        if (!(difference <= 1e-3))
        {
            yield return Measurement.Void(name, $"answers differ by {difference:g3}");
            yield break;
        }
        (double Seconds, double Ratio)[] times = Timing.Compare(sparse, Dense);
        long bytes = shared?.Bytes ?? own!.Bytes;
        yield return new Measurement(name, $"{(double)bytes / dense.Bytes:P0} of the dense weight's bytes")
        {
            Ours = times[0].Seconds * 1e6,
            Peer = times[1].Seconds * 1e6,
            PeerName = "our dense kernel",
            Ratio = times[1].Ratio,
            Target = $"≥ {ratio:0.##} x",
            Ok = times[1].Ratio >= ratio,
        };
    }
}
