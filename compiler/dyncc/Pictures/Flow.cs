namespace DynCompile.CommandLine;

/// <summary>What comes by at one place of a picture.</summary>
/// <param name="Visits">Null when no samples were run.</param>
/// <param name="Share">
/// The part of the panel's samples that is here, 0 to 1; in a loop, of its iterations: what a line's width and colour say.
/// </param>
internal sealed record Flow(Visits? Visits, double Share)
{
    /// <summary>Nobody comes by: behind an exit, or where every sample went elsewhere.</summary>
    public bool IsUnused => Visits is { Entries: 0 };

    /// <summary>The part of another flow that this one is; null without counts.</summary>
    public double? PartOf(Flow whole) =>
        Visits is { } visits && whole.Visits is { Entries: > 0 } all ? (double)visits.Entries / all.Entries : null;
}
