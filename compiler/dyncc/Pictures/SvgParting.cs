namespace DynCompile.CommandLine;

/// <summary>A frame around what the samples run in groups.</summary>
internal sealed class SvgParting : SvgBox
{
    private const double Gap = 30;
    private const double Side = 24;

    private readonly PictureStep.Parting _parting;
    private readonly string _text;
    private readonly SvgSequence _body;

    public SvgParting(PictureStep.Parting parting, bool isInteractive)
    {
        _parting = parting;
        _text = SvgPill.Fitted(parting.Text);
        _body = new SvgSequence(parting.Body, isInteractive);
        double half = SvgPill.WidthOf(_text) / 2;
        Left = Math.Max(half, _body.Left) + Side;
        Right = Math.Max(half, _body.Right) + Side;
        Height = SvgPill.Height + Gap + Gap + _body.Height + Gap;
    }

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        canvas.Frame(axis - Left, top + SvgPill.Height / 2, Left + Right, Height - SvgPill.Height / 2);
        canvas.Down(axis, top + SvgPill.Height, top + SvgPill.Height + 2 * Gap, _parting.Body.Start);
        canvas.Words(axis + 14, top + SvgPill.Height + Gap, _parting.By, "quiet");
        double y = top + SvgPill.Height + 2 * Gap;
        _body.Draw(canvas, axis, y);
        if (!_parting.Body.Ends)
            canvas.Down(axis, y + _body.Height, top + Height, _parting.Body.End);
        SvgPill.Draw(canvas, axis, top, _text, _parting.Text);
    }
}
