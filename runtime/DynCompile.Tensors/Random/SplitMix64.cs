namespace DynCompile.Tensors;

/// <summary>Steele, Lea and Flood's SplitMix64. Integer and exact float arithmetic only: the same numbers on every machine.</summary>
internal struct SplitMix64
{
    private ulong state;

    /// <summary>A stream of its own for each seed and name, so that the order in which streams are made does not matter.</summary>
    public SplitMix64(int seed, string name)
    {
        // FNV-1a over the name's UTF-16 units; string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (char c in name)
            hash = unchecked((hash ^ c) * 1099511628211);
        state = Mix(hash) ^ Mix((uint)seed);
    }

    public ulong Next()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        return Mix(state);
    }

    /// <summary>Uniform in 0 up to and without <paramref name="exclusiveMaximum"/>.</summary>
    public long NextBelow(long exclusiveMaximum)
    {
        ulong range = (ulong)exclusiveMaximum;
        // The last, incomplete run of remainders would make small numbers likelier.
        ulong limit = ulong.MaxValue - ulong.MaxValue % range;
        ulong draw;
        do draw = Next();
        while (draw >= limit);
        return (long)(draw % range);
    }

    /// <summary>Uniform in 0 to 1, without 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1ul << 53));

    /// <summary>Nearly normal with mean 0 and variance 1: a sum of twelve uniforms, since logarithms differ between machines.</summary>
    public double NextNormal()
    {
        long sum = 0;
        for (int draw = 0; draw < 3; draw++)
        {
            ulong bits = Next();
            sum += (long)(bits & 0xFFFF) + (long)(bits >> 16 & 0xFFFF) + (long)(bits >> 32 & 0xFFFF) + (long)(bits >> 48);
        }
        return (sum - 6 * 65535) / 65536.0;
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
