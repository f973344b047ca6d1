namespace DynCompile.Runtime;

/// <summary>A model's program with its weights; threads may share it. Sessions run it.</summary>
public abstract class CompiledModel : IDisposable
{
    private readonly List<IStoredWeight> _owned = [];
    private readonly List<IDisposable> _pools = [];
    private ExitStatistics? _exitStatistics;

    // The model itself and each of its sessions; the weights live as long as one of them.
    private int _users = 1;
    private int _disposed;
    private long _faults;

    /// <summary>The model's name in its text.</summary>
    public abstract string Name { get; }

    /// <summary>The inputs, in declaration order.</summary>
    public abstract IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>The results, in declaration order; <c>exit</c> last, if the model has exits.</summary>
    public abstract IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>The elastic dimensions, in declaration order.</summary>
    public virtual IReadOnlyList<ElasticInfo> Elastic => [];

    /// <summary>Every choice of elastic sizes with its cost; empty if nothing is elastic.</summary>
    public virtual IReadOnlyList<SubNetwork> SubNetworks => [];

    /// <summary>The names of the exits by number, the <c>return</c>s included; empty for a model that always ends at its return.</summary>
    public virtual IReadOnlyList<string> ExitNames => [];

    /// <summary>How many samples left by each exit since the model was loaded.</summary>
    public ExitStatistics ExitStatistics
    {
        get
        {
            if (_exitStatistics is null)
                Interlocked.CompareExchange(ref _exitStatistics, new ExitStatistics(ExitNames), null);
            return _exitStatistics;
        }
    }

    /// <summary>How many calls ended with a <see cref="DynRunException"/> since the model was loaded.</summary>
    public long FaultCount => Interlocked.Read(ref _faults);

    internal void CountFault() => Interlocked.Increment(ref _faults);

    /// <summary>Whether the model keeps <c>state</c> from call to call.</summary>
    public virtual bool HasState => false;

    /// <summary>The native memory of all weights and constants, in the forms in which kernels read them.</summary>
    public long WeightBytes => _owned.Sum(weight => weight.Bytes);

    /// <summary>Allocates what running the model takes, for one thread at a time.</summary>
    /// <param name="maxBatch">The most samples that run at once, at least 1; larger batches run in chunks.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had; the message says how many bytes.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public abstract ModelSession CreateSession(int maxBatch);

    /// <summary>As <see cref="CreateSession(int)"/>, with more threads for batches: each takes the next samples until none is left.</summary>
    /// <remarks>
    /// The caller's thread takes part. Results are the same bytes on any number of threads. A single sample runs on one. The threads sleep between
    /// calls and end when the session is disposed.
    /// </remarks>
    /// <param name="maxBatch">The most samples that run at once, at least 1; larger batches run in chunks.</param>
    /// <param name="threads">How many threads run a batch, at least 1.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had; the message says how many bytes.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public ModelSession CreateSession(int maxBatch, int threads)
    {
        ModelSession session = CreateSession(maxBatch);
        try
        {
            session.Share(threads);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Ends the model: no further call begins, and the weights are freed when the last one that runs has ended.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the weights when no session is left; a derived model adds its own.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        foreach (IDisposable pool in _pools)
            pool.Dispose();
        RemoveUser();
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

    /// <summary>Keeps the weights for a session.</summary>
    internal void AddUser()
    {
        int users;
        do
        {
            ThrowIfDisposed();
            users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0, this);
        } while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
    }

    internal void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        foreach (IStoredWeight weight in _owned)
            weight.Dispose();
        _owned.Clear();
    }

    /// <summary>A pool of sessions that ends with the model.</summary>
    /// <param name="create">Makes a session when all are lent.</param>
    protected SessionPool<TSession> Pool<TSession>(Func<TSession> create)
        where TSession : ModelSession
    {
        var pool = new SessionPool<TSession>(this, create);
        _pools.Add(pool);
        return pool;
    }

    /// <summary>Hands weights over: they are freed with the model.</summary>
    protected T Own<T>(T weight)
        where T : IStoredWeight
    {
        _owned.Add(weight);
        return weight;
    }
}
