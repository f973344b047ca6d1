namespace DynCompile.Runtime;

/// <summary>How many samples left a model by each of its exits since it was loaded. Threads may read it while others run the model.</summary>
public sealed class ExitStatistics
{
    private readonly long[] _samples;

    internal ExitStatistics(IReadOnlyList<string> names)
    {
        Names = names;
        _samples = new long[names.Count];
    }

    /// <summary>The names of the exits by number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The samples that left by an exit.</summary>
    /// <param name="exit">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such exit.</exception>
    public long this[int exit]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(exit);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exit, _samples.Length);
            return Interlocked.Read(ref _samples[exit]);
        }
    }

    /// <summary>The samples that left by any exit.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            for (int exit = 0; exit < _samples.Length; exit++)
                total += this[exit];
            return total;
        }
    }

    /// <summary>Counts from zero again.</summary>
    public void Reset()
    {
        for (int exit = 0; exit < _samples.Length; exit++)
            Interlocked.Exchange(ref _samples[exit], 0);
    }

    internal void Add(ReadOnlySpan<int> samples)
    {
        for (int exit = 0; exit < samples.Length; exit++)
        {
            if (samples[exit] > 0)
                Interlocked.Add(ref _samples[exit], samples[exit]);
        }
    }
}
