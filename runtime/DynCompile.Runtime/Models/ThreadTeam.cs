namespace DynCompile.Runtime;

/// <summary>Threads that do a piece of work together with their caller. Between pieces they sleep; they end with the team.</summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private Action<int>? _work;
    private int _round;
    private int _running;
    private bool _ends;

    /// <param name="others">How many threads there are beside the caller's.</param>
    public ThreadTeam(int others)
    {
        _threads = new Thread[others];
        for (int i = 0; i < others; i++)
        {
            int number = i + 1;
            _threads[i] = new Thread(() => Serve(number)) { IsBackground = true, Name = $"DynCompile {number}" };
            _threads[i].Start();
        }
    }

    /// <summary>Runs the work once on each thread, by its number; the caller is 0. Returns when all have ended.</summary>
    /// <param name="work">Must not throw.</param>
    public void Run(Action<int> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ends, this);
            _work = work;
            _running = _threads.Length;
            _round++;
            Monitor.PulseAll(_gate);
        }
        work(0);
        lock (_gate)
        {
            while (_running > 0)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.PulseAll(_gate);
        }
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Serve(int number)
    {
        int seen = 0;
        while (true)
        {
            Action<int> work;
            lock (_gate)
            {
                while (!_ends && _round == seen)
                    Monitor.Wait(_gate);
                if (_ends)
                    return;
                (seen, work) = (_round, _work!);
            }
            work(number);
            lock (_gate)
            {
                if (--_running == 0)
                    Monitor.PulseAll(_gate);
            }
        }
    }
}
