namespace DynCompile.CommandLine;

/// <summary>A model as it is drawn: what all the formats of <c>dyncc inspect --graph</c> are written from.</summary>
/// <param name="Samples">How many were run; null when none were.</param>
/// <param name="MultiplyAdds">Of a sample that takes no exit.</param>
/// <param name="SpentMultiplyAdds">Of the samples that were run, all together.</param>
/// <param name="Panels">The model first, then the blocks that it calls.</param>
internal sealed record Picture(
    string Model,
    string Documentation,
    long Parameters,
    long MultiplyAdds,
    long? Samples,
    long? SpentMultiplyAdds,
    IReadOnlyList<TakenExit> Exits,
    IReadOnlyList<Panel> Panels
)
{
    public int RegionCount => Panels.Sum(p => p.Regions.Count());

    /// <summary>What a sample took on average; null when none were run.</summary>
    public double? MeanMultiplyAdds => Samples > 0 ? (double?)SpentMultiplyAdds / Samples : null;
}
