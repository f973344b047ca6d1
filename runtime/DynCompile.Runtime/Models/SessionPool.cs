namespace DynCompile.Runtime;

/// <summary>Lends sessions to threads without locks, and without allocating once enough have been made.</summary>
/// <typeparam name="TSession">The model's session.</typeparam>
/// <param name="model">The model that the sessions run.</param>
/// <param name="create">Makes a session when all are lent.</param>
public sealed class SessionPool<TSession>(CompiledModel model, Func<TSession> create) : IDisposable
    where TSession : ModelSession
{
    // More threads than processors may be in the middle of a call. Only as many are kept as were lent at once.
    private const int MostIdle = 64;

    private readonly TSession?[] _idle = new TSession?[Math.Max(MostIdle, Environment.ProcessorCount * 2)];
    private bool _disposed;

    /// <summary>Takes an idle session, or makes one.</summary>
    /// <exception cref="ObjectDisposedException">The model or the pool is disposed.</exception>
    public TSession Rent()
    {
        model.ThrowIfDisposed();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        for (int i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } session)
                return session;
        }
        return create();
    }

    /// <summary>Gives a session back; one that finds no place is disposed.</summary>
    public void Return(TSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        for (int i = 0; i < _idle.Length && !Volatile.Read(ref _disposed); i++)
        {
            if (_idle[i] is not null || Interlocked.CompareExchange(ref _idle[i], session, null) is not null)
                continue;
            // Dispose may have passed this place just before.
            if (Volatile.Read(ref _disposed))
                Interlocked.Exchange(ref _idle[i], null)?.Dispose();
            return;
        }
        session.Dispose();
    }

    /// <summary>Disposes the idle sessions; lent ones are disposed when they come back.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        for (int i = 0; i < _idle.Length; i++)
            Interlocked.Exchange(ref _idle[i], null)?.Dispose();
    }
}
