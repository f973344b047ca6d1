using System.Runtime.CompilerServices;

namespace DynCompile.Runtime;

/// <summary>Where lanes get their samples from: a batch on the caller's stack, which other threads may read while the call lasts.</summary>
internal readonly unsafe struct SampleSource
{
    private readonly void* _batch;
    private readonly delegate* <void*, ModelSession, int, int, void> _copyIn;

    private SampleSource(void* batch, delegate* <void*, ModelSession, int, int, void> copyIn)
    {
        _batch = batch;
        _copyIn = copyIn;
    }

    /// <param name="batch">A local variable or parameter of a call that outlives the source.</param>
    public static SampleSource Of<TBatch>(ref TBatch batch)
        where TBatch : IBatch, allows ref struct => new(Unsafe.AsPointer(ref batch), &CopyIn<TBatch>);

    /// <summary>Copies samples into a session's lanes 0 to <paramref name="count"/> - 1.</summary>
    public void CopyIn(ModelSession session, int first, int count) => _copyIn(_batch, session, first, count);

    private static void CopyIn<TBatch>(void* batch, ModelSession session, int first, int count)
        where TBatch : IBatch, allows ref struct => Unsafe.AsRef<TBatch>(batch).CopyIn(session, first, count);
}
