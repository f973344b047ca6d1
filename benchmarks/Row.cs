namespace DynCompile.Benchmarks;

/// <summary>What a row of the table came to.</summary>
/// <param name="Name">The row's name in the design, which stays.</param>
/// <param name="Work">What was measured.</param>
/// <param name="Target">What it should be, in words.</param>
/// <param name="Figure">What it was, in words.</param>
/// <param name="Value">The figure as a number, for whoever compares runs.</param>
/// <param name="IsMet">Whether the target was reached; null for a row that is reported only.</param>
internal sealed record Measurement(string Name, string Work, string Target, string Figure, double Value, bool? IsMet);

/// <summary>A row, or several of one kind, of the benchmark table.</summary>
internal abstract class Row
{
    /// <summary>The name by which it is chosen; rows of one kind share its beginning.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<Measurement> Measure();

    protected static Measurement AtMost(string name, string work, double value, double most, string unit) =>
        new(name, work, $"≤ {most:0.##}{unit}", $"{value:0.##}{unit}", value, value <= most);
}
