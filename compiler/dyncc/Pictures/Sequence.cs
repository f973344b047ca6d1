namespace DynCompile.CommandLine;

/// <summary>Steps that run one after the other.</summary>
/// <param name="Start">What comes in.</param>
/// <param name="End">What goes on behind the last step.</param>
internal sealed record Sequence(Flow Start, Flow End, IReadOnlyList<PictureStep> Steps)
{
    /// <summary>Whether nothing ever goes on behind the last step.</summary>
    public bool Ends => Steps is [.., PictureStep.Leaving] || (Steps is [.., PictureStep.Branch last] && last.Then.Ends && last.Else.Ends);
}
