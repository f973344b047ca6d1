namespace DynCompile.CommandLine;

/// <summary>Counts the samples that enter each region: a number and a bit a sample, however often each comes by.</summary>
internal sealed class PathCounts(int samples)
{
    private sealed class Counter(int samples)
    {
        private readonly ulong[] _seen = new ulong[samples / 64 + 1];

        public Visits Visits { get; private set; }

        public void Enter(long sample)
        {
            ulong bit = 1UL << (int)(sample % 64);
            bool isNew = (_seen[sample / 64] & bit) == 0;
            _seen[sample / 64] |= bit;
            Visits = new Visits(Visits.Entries + 1, Visits.Samples + (isNew ? 1 : 0));
        }
    }

    private readonly Dictionary<int, Counter> _regions = [];

    public void Enter(int region, long sample)
    {
        if (!_regions.TryGetValue(region, out Counter? counter))
            _regions.Add(region, counter = new Counter(samples));
        counter.Enter(sample);
    }

    public Visits Of(int region) => _regions.TryGetValue(region, out Counter? counter) ? counter.Visits : default;
}
