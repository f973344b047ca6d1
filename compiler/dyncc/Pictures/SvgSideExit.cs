namespace DynCompile.CommandLine;

/// <summary>A question that some leave at: these go off to the right, the others stay on the axis.</summary>
internal sealed class SvgSideExit : SvgBox
{
    private const double Way = 96;
    private const double Below = 30;
    private const double LabelRoom = 84;

    private readonly PictureStep.Branch _branch;
    private readonly string _question;
    private readonly double _half;
    private readonly SvgSequence _leaving;
    private readonly SvgSequence _staying;
    private readonly double _offset;
    private readonly double _leavingTop;

    public SvgSideExit(PictureStep.Branch branch, bool isInteractive)
    {
        _branch = branch;
        _question = SvgPill.Fitted(branch.Text);
        _half = SvgPill.WidthOf(_question) / 2;
        _leaving = new SvgSequence(Leaving, isInteractive);
        _staying = new SvgSequence(Staying, isInteractive);
        bool isOneExit = Leaving.Steps.Count == 1;
        // An exit alone stands beside its question; longer ways start below it, right of what stays.
        _leavingTop = isOneExit ? 0 : SvgPill.Height + Below;
        _offset = (isOneExit ? _half : Math.Max(_half, _staying.Right + Below)) + (isOneExit ? Way : Below) + _leaving.Left;
        Left = Math.Max(Math.Max(_half, LabelRoom), _staying.Left);
        Right = Math.Max(_offset + _leaving.Right, _staying.Right);
        double staying = SvgPill.Height + (_staying.IsEmpty ? 0 : Below + _staying.Height);
        Height = Math.Max(staying, _leavingTop + _leaving.Height);
    }

    private Sequence Leaving => _branch.Then.Ends ? _branch.Then : _branch.Else;

    private Sequence Staying => _branch.Then.Ends ? _branch.Else : _branch.Then;

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        double y = top + SvgPill.Height / 2;
        double x = axis + _offset;
        string label = SvgBranch.Answer(_branch.Then.Ends ? "yes" : "no", Leaving.Start, _branch.Flow);
        canvas.Words(axis + _half + 10, y - 9, label, "label");
        if (_leavingTop == 0)
        {
            canvas.Across(axis + _half, y, x - _leaving.Left - 7, Leaving.Start);
            canvas.Head(x - _leaving.Left, y, pointsRight: true, Leaving.Start);
            _leaving.Draw(canvas, x, y - _leaving.Height / 2);
        }
        else
        {
            canvas.AcrossAndDown(axis + _half, y, x, top + _leavingTop, Leaving.Start);
            _leaving.Draw(canvas, x, top + _leavingTop);
        }
        double below = top + SvgPill.Height;
        if (!_staying.IsEmpty)
        {
            canvas.Down(axis, below, below + Below, Staying.Start);
            _staying.Draw(canvas, axis, below + Below);
            below += Below + _staying.Height;
        }
        canvas.Down(axis, below, top + Height, Staying.End);
        SvgPill.Draw(canvas, axis, top, _question, _branch.Text);
    }
}
