namespace DynCompile.CommandLine;

/// <summary>How often a place of the program was reached: once for each time, and by how many samples.</summary>
internal readonly record struct Visits(long Entries, long Samples)
{
    public static Visits operator +(Visits a, Visits b) => new(a.Entries + b.Entries, Math.Max(a.Samples, b.Samples));
}
