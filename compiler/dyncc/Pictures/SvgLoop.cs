namespace DynCompile.CommandLine;

/// <summary>A frame around a loop's steps, with the way back to its start on the left; who is done passes on the right.</summary>
internal sealed class SvgLoop : SvgBox
{
    private const double Head = SvgPill.Height + 56;
    private const double Foot = 40;
    private const double Side = 52;
    private const double Gap = 30;
    private const double Passing = 34;
    private const double LeastWidth = 320;
    private const string Question = "again?";

    private readonly PictureStep.Loop _loop;
    private readonly string _title;
    private readonly SvgSequence? _condition;
    private readonly SvgSequence _body;

    public SvgLoop(PictureStep.Loop loop, bool isInteractive)
    {
        _loop = loop;
        _title = SvgPill.Fitted(loop.Text);
        _condition = loop.Condition is null ? null : new SvgSequence(loop.Condition, isInteractive);
        _body = new SvgSequence(loop.Body, isInteractive);
        double half = Math.Max(LeastWidth, SvgPill.WidthOf(_title) + Side) / 2;
        Left = Math.Max(half, Math.Max(_body.Left, _condition?.Left ?? 0) + Side);
        Right = Math.Max(half, Math.Max(_body.Right, _condition?.Right ?? 0) + (_condition is null ? Side / 2 : Passing + Side));
        Height = Head + BodyTop + _body.Height + Foot;
    }

    /// <summary>From below the head to the body.</summary>
    private double BodyTop => _condition is null ? 0 : _condition.Height + (_condition.IsEmpty ? 0 : Gap) + SvgPill.Height + Gap;

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        canvas.Frame(axis - Left, top + SvgPill.Height / 2, Left + Right, Height - SvgPill.Height / 2);
        canvas.Down(axis, top + SvgPill.Height, top + Head, _loop.Flow);
        SvgPill.Draw(canvas, axis, top, _title, _loop.Text);
        double words = top + SvgPill.Height + 20;
        canvas.Words(axis - 16, words, $"at most {_loop.Limit} times", "quiet", "end");
        if (_loop.Body.Start.Visits is { } visits)
            canvas.Words(axis + 16, words, PictureText.Count(visits.Entries, "iteration", "iterations"), "quiet");
        double y = top + Head;
        double bottom = top + Height;
        if (_condition is not null)
        {
            _condition.Draw(canvas, axis, y);
            y += _condition.Height;
            if (!_condition.IsEmpty)
            {
                canvas.Down(axis, y, y + Gap, _loop.Condition!.End);
                y += Gap;
            }
            DrawDone(canvas, axis, y, bottom);
            SvgPill.Draw(canvas, axis, y, Question, _loop.Text);
            y += SvgPill.Height;
            canvas.Down(axis, y, y + Gap, _loop.Body.Start);
            y += Gap;
        }
        _body.Draw(canvas, axis, y);
        y += _body.Height;
        DrawBack(canvas, axis, y, top + Head - 20);
        if (_condition is null && !_loop.Body.Ends)
            canvas.Down(axis, y, bottom, _loop.Done);
    }

    private void DrawDone(SvgCanvas canvas, double axis, double top, double bottom)
    {
        double x = axis + Right - Side / 2 - 4;
        double half = SvgPill.WidthOf(Question) / 2;
        double y = top + SvgPill.Height / 2;
        canvas.Words(axis + half + 10, y - 10, "done", "label");
        double turn = bottom - 18;
        canvas.Line(
            $"M{SvgCanvas.At(axis + half)} {SvgCanvas.At(y)}{SvgCanvas.AcrossTo(axis + half, y, x)}"
                + $"{SvgCanvas.DownTo(x, turn, axis)}{SvgCanvas.AcrossTo(x, turn, axis)}V{SvgCanvas.At(bottom)}",
            _loop.Done
        );
    }

    private void DrawBack(SvgCanvas canvas, double axis, double bottom, double top)
    {
        double x = axis - Left + Side / 2 - 4;
        double turn = bottom + 16;
        Flow again = _loop.Body.Start;
        canvas.Line(
            $"M{SvgCanvas.At(axis)} {SvgCanvas.At(bottom)}{SvgCanvas.DownTo(axis, turn, x)}H{SvgCanvas.At(x + 16)}Q{SvgCanvas.At(x)} {SvgCanvas.At(turn)} {SvgCanvas.At(x)} {SvgCanvas.At(turn - 16)}"
                + $"V{SvgCanvas.At(top + 16)}Q{SvgCanvas.At(x)} {SvgCanvas.At(top)} {SvgCanvas.At(x + 16)} {SvgCanvas.At(top)}H{SvgCanvas.At(axis - 14)}",
            again with
            {
                Share = again.Share * 0.25,
            }
        );
        canvas.Head(axis - 6, top, pointsRight: true, again);
    }
}
