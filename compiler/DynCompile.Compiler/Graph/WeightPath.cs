using System.Globalization;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>
/// The path of a weight or of a block's weights, as in a PyTorch state dict: <c>experts.{8}.up.weight</c>, where <c>{8}</c> is a
/// hole for an index below 8 that is known only at run time.
/// </summary>
public sealed record WeightPath(EquatableArray<WeightPath.Segment> Segments)
{
    /// <summary>A fixed name, or a hole with the number of layers it chooses from.</summary>
    public sealed record Segment(string? Name, int Count)
    {
        public bool IsHole => Name is null;

        public override string ToString() => Name ?? $"{{{Count}}}";
    }

    public static WeightPath Empty { get; } = new([]);

    public int HoleCount => Segments.Count(s => s.IsHole);

    /// <summary>How many layers each hole chooses from.</summary>
    public IEnumerable<int> HoleCounts => Segments.Where(s => s.IsHole).Select(s => s.Count);

    /// <summary>How many paths the holes can make; a double, since they may be more than any integer.</summary>
    public double FillingCount => HoleCounts.Aggregate(1.0, (product, count) => product * count);

    /// <summary>Reads the text form; names between dots are taken as they are.</summary>
    public static WeightPath Parse(string text) =>
        text.Length == 0
            ? Empty
            : new([
                .. text.Split('.')
                    .Select(s =>
                        s.Length > 2
                        && s[0] == '{'
                        && s[^1] == '}'
                        && int.TryParse(s[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                            ? new Segment(null, count)
                            : new Segment(s, 0)
                    ),
            ]);

    public WeightPath Then(WeightPath below) => new([.. Segments, .. below.Segments]);

    public WeightPath Then(string name) => Then(Parse(name));

    public WeightPath ThenHole(int count) => new([.. Segments, new Segment(null, count)]);

    /// <summary>The path with its holes filled, first hole first.</summary>
    public string Fill(IReadOnlyList<long> indices)
    {
        int next = 0;
        return string.Join(".", Segments.Select(s => s.Name ?? indices[next++].ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>All paths that the holes can make, in order.</summary>
    public IEnumerable<string> AllFilled()
    {
        IEnumerable<string> paths = [""];
        foreach (Segment segment in Segments)
        {
            IEnumerable<string> names = segment.Name is { } name
                ? [name]
                : Enumerable.Range(0, segment.Count).Select(i => i.ToString(CultureInfo.InvariantCulture));
            paths = paths.SelectMany(p => names.Select(n => p.Length == 0 ? n : $"{p}.{n}"));
        }
        return paths;
    }

    public override string ToString() => string.Join(".", Segments);
}
