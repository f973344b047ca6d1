namespace DynCompile.CommandLine;

/// <summary>The model's or a block's steps under its name and inputs.</summary>
internal sealed class SvgPanel : SvgBox
{
    private const double Head = 54;
    private const double Gap = 30;
    private const double Widest = 420;

    private readonly Panel _panel;
    private readonly SvgSequence _body;
    private readonly string _inputs;
    private readonly double _width;

    public SvgPanel(Panel panel, bool isInteractive)
    {
        _panel = panel;
        _body = new SvgSequence(panel.Body, isInteractive);
        _inputs = SvgCanvas.Fitted(string.Join(", ", panel.Inputs), Widest - 36, 11.5);
        _width = Math.Max(180, Math.Max(SvgCanvas.WidthOf(panel.Name, 15), SvgCanvas.WidthOf(_inputs, 11.5)) + 40);
        Left = Math.Max(_width / 2, _body.Left);
        Right = Math.Max(_width / 2, _body.Right);
        Height = Head + Gap + _body.Height;
    }

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        canvas.Open("", $"{_panel.Name}({string.Join(", ", _panel.Inputs)}) -> ({string.Join(", ", _panel.Results)})");
        canvas.Box(axis - _width / 2, top, _width, Head, 14, "end");
        canvas.Words(axis, top + 23, SvgCanvas.Fitted(_panel.Name, _width - 30, 13), "name", "middle");
        canvas.Words(axis, top + 41, _inputs, "code quiet", "middle");
        canvas.Close();
        canvas.Down(axis, top + Head, top + Head + Gap, _panel.Body.Start);
        _body.Draw(canvas, axis, top + Head + Gap);
    }
}
