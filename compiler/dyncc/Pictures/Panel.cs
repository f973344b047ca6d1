namespace DynCompile.CommandLine;

/// <summary>The model's own steps, or those of a block that is called, drawn once for all its calls.</summary>
internal sealed record Panel(string Name, bool IsModel, IReadOnlyList<string> Inputs, IReadOnlyList<string> Results, Sequence Body)
{
    /// <summary>The panel's regions, inner ones included, in order.</summary>
    public IEnumerable<PictureStep.Region> Regions => RegionsOf(Body);

    private static IEnumerable<PictureStep.Region> RegionsOf(Sequence? sequence) =>
        sequence?.Steps.SelectMany(step =>
            step switch
            {
                PictureStep.Region region => [region],
                PictureStep.Branch branch => RegionsOf(branch.Then).Concat(RegionsOf(branch.Else)),
                PictureStep.Loop loop => RegionsOf(loop.Condition).Concat(RegionsOf(loop.Body)),
                PictureStep.Parting parting => RegionsOf(parting.Body),
                _ => [],
            }
        )
        ?? [];
}
