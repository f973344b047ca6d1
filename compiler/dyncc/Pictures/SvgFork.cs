namespace DynCompile.CommandLine;

/// <summary>
/// Two sides that meet again. A side that does nothing is a line past the other one, which stays on the axis; else they stand
/// left and right of it.
/// </summary>
internal sealed class SvgFork : SvgBox
{
    private const double Bend = 44;
    private const double Gap = 36;
    private const double LabelRoom = 84;

    private readonly PictureStep.Branch _branch;
    private readonly string _question;
    private readonly SvgSequence _then;
    private readonly SvgSequence _else;
    private readonly double _thenOffset;
    private readonly double _elseOffset;

    public SvgFork(PictureStep.Branch branch, bool isInteractive)
    {
        _branch = branch;
        _question = SvgPill.Fitted(branch.Text);
        _then = new SvgSequence(branch.Then, isInteractive);
        _else = new SvgSequence(branch.Else, isInteractive);
        (_thenOffset, _elseOffset) = (_then.IsEmpty, _else.IsEmpty) switch
        {
            (false, true) => (0, _then.Right + Gap),
            (true, false) => (_else.Right + Gap, 0),
            (true, true) => (-Gap, Gap),
            _ => (-Math.Max(LabelRoom, _then.Right + Gap / 2), Math.Max(LabelRoom, _else.Left + Gap / 2)),
        };
        double half = SvgPill.WidthOf(_question) / 2;
        Left = Max(half, LabelRoom, _then.Left - _thenOffset, _else.Left - _elseOffset);
        Right = Max(half, LabelRoom, RightOf(_then, _thenOffset), RightOf(_else, _elseOffset));
        Height = SvgPill.Height + Bend + Math.Max(_then.Height, _else.Height) + (branch.Then.Ends ? 0 : Bend);
    }

    private static double RightOf(SvgSequence side, double offset) => offset + (side.IsEmpty ? LabelRoom : side.Right);

    private static double Max(params double[] values) => values.Max();

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        double fork = top + SvgPill.Height;
        double join = fork + Bend + Math.Max(_then.Height, _else.Height);
        Draw(canvas, _then, _branch.Then, "yes", axis, axis + _thenOffset, fork, join);
        Draw(canvas, _else, _branch.Else, "no", axis, axis + _elseOffset, fork, join);
        SvgPill.Draw(canvas, axis, top, _question, _branch.Text);
    }

    private void Draw(SvgCanvas canvas, SvgSequence box, Sequence side, string answer, double axis, double x, double fork, double join)
    {
        double half = SvgPill.WidthOf(_question) / 2;
        bool isUnderQuestion = Math.Abs(x - axis) < half - SvgPill.Height / 2;
        if (isUnderQuestion)
            canvas.Down(x, fork, fork + Bend, side.Start);
        else
            canvas.AcrossAndDown(axis + Math.Sign(x - axis) * half, fork - SvgPill.Height / 2, x, fork + Bend, side.Start);
        string label = SvgBranch.Answer(answer, side.Start, _branch.Flow);
        if (x > axis + 1)
            canvas.Words(x + 10, fork + Bend - 14, label, "label");
        else
            canvas.Words(x - 10, fork + Bend - 14, label, "label", "end");
        box.Draw(canvas, x, fork + Bend);
        if (side.Ends)
            return;
        double bottom = fork + Bend + box.Height;
        if (x == axis)
            canvas.Down(axis, bottom, join + Bend, side.End);
        else
            canvas.DownAndBack(x, bottom, join + Bend / 2, axis, join + Bend, side.End);
    }
}
