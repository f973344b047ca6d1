namespace DynCompile.Benchmarks.Dense;

/// <summary>A kernel of ours and the same in ONNX Runtime.</summary>
/// <param name="Session">Where the kernel's result is.</param>
/// <param name="Kernel">Runs the kernel.</param>
/// <param name="Peer">The other side.</param>
/// <param name="Weights">What the kernel reads.</param>
internal sealed record DenseCase(KernelSession Session, Action Kernel, OnnxRuntimePeer<float> Peer, params IDisposable[] Weights)
    : IDisposable
{
    public void Dispose()
    {
        Session.Dispose();
        Peer.Dispose();
        foreach (IDisposable weight in Weights)
            weight.Dispose();
    }
}
