using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>
/// Collects what is wrong with a program. The first error at a place is the cause; later ones at the same place are dropped, so that one
/// mistake is reported once.
/// </summary>
public sealed class DiagnosticBag
{
    /// <summary>More than this many help nobody.</summary>
    public const int Capacity = 100;

    private readonly List<Diagnostic> diagnostics = [];
    private readonly HashSet<(string Path, int Start, string Kind)> places = [];

    public int Count => diagnostics.Count;

    /// <summary>How many came after the bag was full.</summary>
    public int Omitted { get; private set; }

    public bool HasErrors { get; private set; }

    public bool IsFull => diagnostics.Count >= Capacity;

    public void Report(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == Severity.Error;
        Location place = diagnostic.Location;
        if (!places.Add((place.Source.Path, place.Span.Start, PlaceKind(diagnostic))))
            return;

        HasErrors |= isError;
        if (IsFull)
            Omitted++;
        else
            diagnostics.Add(diagnostic);
    }

    /// <summary>By file, then by place; equal places in the order of reporting.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [.. diagnostics.OrderBy(d => d.Location.Source.Path, StringComparer.Ordinal).ThenBy(d => d.Location.Span.Start)];

    // A warning hides no error. Facts about whole files have no place in them, so different ones stand side by side.
    private static string PlaceKind(Diagnostic diagnostic)
    {
        if (!diagnostic.Location.Source.HasText)
            return diagnostic.ToString();
        return diagnostic.Severity == Severity.Error ? "error" : diagnostic.Id;
    }
}
