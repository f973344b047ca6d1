using System.Runtime.ExceptionServices;

namespace DynCompile.Runtime;

/// <summary>Sessions of one model that share the batches of the first: each takes the next chunk until none is left.</summary>
/// <remarks>
/// A sample's results do not depend on what runs beside it, so that they are the same bytes on any number of threads. State lives in
/// lanes: a model with state gives every session the same samples in each call.
/// </remarks>
internal sealed class SessionTeam : IDisposable
{
    // Tiles take a handful of rows at once; smaller chunks would leave them half empty.
    private const int RowsOfTile = 8;

    private readonly ModelSession[] _sessions;
    private readonly ThreadTeam _threads;
    private readonly Action<int> _work;
    private readonly int _capacity;
    private readonly Lock _findings = new();
    private SampleSource _source;
    private CancellationToken _cancellation;
    private int _count;
    private int _chunk;
    private int _next;
    private DynRunException? _fault;
    private ExceptionDispatchInfo? _failure;

    /// <param name="leader">The session whose batches are shared.</param>
    /// <param name="threads">All threads, the caller's among them.</param>
    public SessionTeam(ModelSession leader, int threads)
    {
        _capacity = (leader.Capacity + threads - 1) / threads;
        _sessions = new ModelSession[threads];
        _sessions[0] = leader;
        _work = Work;
        try
        {
            for (int i = 1; i < threads; i++)
                _sessions[i] = leader.Model.CreateSession(_capacity);
            _threads = new ThreadTeam(threads - 1);
        }
        catch
        {
            DisposeMates();
            throw;
        }
    }

    /// <summary>The sessions of the other threads.</summary>
    public ReadOnlySpan<ModelSession> Mates => _sessions.AsSpan(1);

    /// <summary>Runs a batch; its results are in the leader's staging memory.</summary>
    /// <exception cref="DynRunException">The model faulted; of all samples that fault this is the first.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public void Run(SampleSource source, int count, CancellationToken cancellation)
    {
        (_source, _count, _cancellation) = (source, count, cancellation);
        (_next, _fault, _failure) = (0, null, null);
        _chunk = ChunkFor(count);
        foreach (ModelSession session in _sessions)
            session.BeginShare(cancellation);
        _threads.Run(_work);
        _failure?.Throw();
        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Ends the threads and frees their sessions.</summary>
    public void Dispose()
    {
        _threads.Dispose();
        DisposeMates();
    }

    private void DisposeMates()
    {
        foreach (ModelSession? mate in _sessions.AsSpan(1))
            mate?.Dispose();
    }

    private bool HasState => _sessions[0].Model.HasState;

    // Two chunks for each thread, so that one on a busy processor holds up nobody for long.
    private int ChunkFor(int count)
    {
        if (HasState)
            return _capacity;
        int threads = _sessions.Length;
        int half = (count + 2 * threads - 1) / (2 * threads);
        int equal = (count + threads - 1) / threads;
        return Math.Clamp(Math.Max(half, Math.Min(equal, RowsOfTile)), 1, _capacity);
    }

    private void Work(int number)
    {
        if (HasState)
        {
            RunChunk(number, number);
            return;
        }
        int chunk;
        while ((long)(chunk = Interlocked.Increment(ref _next) - 1) * _chunk < _count)
            RunChunk(number, chunk);
    }

    private void RunChunk(int number, int chunk)
    {
        int first = (int)Math.Min((long)chunk * _chunk, _count);
        int samples = Math.Min(_chunk, _count - first);
        if (samples == 0 || !IsWanted(first))
            return;
        try
        {
            _sessions[number].RunShare(_sessions[0], _source, first, samples);
        }
        catch (DynRunException fault)
        {
            lock (_findings)
            {
                if (_fault is null || fault.Sample < _fault.Sample)
                    _fault = fault;
            }
        }
        catch (Exception e)
        {
            lock (_findings)
                _failure ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    // Behind a fault nothing is of use any more: chunks are taken in order.
    private bool IsWanted(int first)
    {
        lock (_findings)
            return _failure is null && (_fault is null || _sessions[0].FirstSample + first < _fault.Sample);
    }
}
