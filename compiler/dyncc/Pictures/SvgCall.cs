namespace DynCompile.CommandLine;

/// <summary>A call of a block, whose own panel stands further down.</summary>
internal sealed class SvgCall : SvgBox
{
    private const double Width = 260;

    private readonly PictureStep.Call _call;

    public SvgCall(PictureStep.Call call)
    {
        _call = call;
        Left = Right = Width / 2;
        Height = 52;
    }

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        double left = axis - Width / 2;
        canvas.Open("", $"{_call.Function} with the weights of {_call.Path}");
        canvas.Box(left, top, Width, Height, 12, _call.Flow.IsUnused ? "card idle" : "card");
        canvas.Box(left + 4, top + 4, Width - 8, Height - 8, 9, "call");
        canvas.Words(axis, top + 23, SvgCanvas.Fitted(_call.Function, Width - 32, 13), "name", "middle");
        string times = _call.Flow.Visits is { } visits ? $" · {PictureText.Count(visits.Entries, "time", "times")}" : "";
        canvas.Words(axis, top + 40, SvgCanvas.Fitted($"{_call.Path}{times}", Width - 32, 11), "quiet", "middle");
        canvas.Close();
    }
}
