namespace DynCompile.CommandLine;

/// <summary>A question and its two sides.</summary>
internal static class SvgBranch
{
    public static SvgBox Of(PictureStep.Branch branch, bool isInteractive)
    {
        bool isExit = branch.Then.Ends != branch.Else.Ends;
        return isExit ? new SvgSideExit(branch, isInteractive) : new SvgFork(branch, isInteractive);
    }

    /// <summary><c>yes · 54%</c></summary>
    public static string Answer(string answer, Flow side, Flow all) =>
        side.PartOf(all) is { } part ? $"{answer} · {PictureText.Percent(part)}" : answer;
}
