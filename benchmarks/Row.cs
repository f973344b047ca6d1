namespace DynCompile.Benchmarks;

/// <summary>A row, or several of one kind, of the benchmark table.</summary>
internal abstract class Row
{
    /// <summary>The names of its rows in the design, which stay.</summary>
    public abstract IEnumerable<string> Names { get; }

    public abstract IEnumerable<Measurement> Measure();
}
