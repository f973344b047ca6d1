namespace DynCompile.Runtime.Tests;

internal static class RandomFloats
{
    /// <summary>Floats between -2 and 2.</summary>
    public static float[] Of(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }
}
