using DynCompile.Fuzzing.Properties;
using DynCompile.Graph;
using DynCompile.Syntax;

namespace DynCompile.Fuzzing.Coverage;

/// <summary>In how many programs each operator ran and each kind of statement was written.</summary>
internal sealed class CoverageCount
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public CoverageCount()
    {
        foreach (string name in Operators.Concat(StatementKinds.All))
            _counts.Add(name, 0);
    }

    /// <summary>What a model's author can write. Fused bodies and the parts of quantized layers are the compiler's.</summary>
    public static IEnumerable<string> Operators => OperatorCatalog.All.Select(d => d.Name).Where(n => n is not ("map" or "quantize_rows"));

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Add(ProgramCase @case)
    {
        foreach (string name in @case.Judge.OperatorsThatRan.Concat(StatementKinds.Of(@case.Program.Unit)).Where(_counts.ContainsKey))
            _counts[name]++;
    }

    /// <summary>What fewer programs than <paramref name="least"/> have.</summary>
    public IEnumerable<string> RarerThan(int least) => _counts.Where(c => c.Value < least).Select(c => $"{c.Key}: {c.Value}");

    public override string ToString() => string.Join("  ", _counts.OrderBy(c => c.Value).Select(c => $"{c.Key} {c.Value}"));
}
