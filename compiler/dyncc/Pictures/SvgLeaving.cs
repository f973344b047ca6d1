namespace DynCompile.CommandLine;

/// <summary>The end of a way, with a bar of the share that ends there.</summary>
internal sealed class SvgLeaving : SvgBox
{
    private const double Width = 132;

    private readonly PictureStep.Leaving _leaving;

    public SvgLeaving(PictureStep.Leaving leaving)
    {
        _leaving = leaving;
        Left = Right = Width / 2;
        Height = HasBar ? 54 : 34;
    }

    private bool HasBar => _leaving.Flow.Visits is not null;

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        double left = axis - Width / 2;
        Flow flow = _leaving.Flow;
        canvas.Open("", _leaving.Name);
        canvas.Box(left, top, Width, Height, HasBar ? 14 : Height / 2, flow.IsUnused ? "end idle" : "end");
        canvas.Words(axis, top + 22, SvgCanvas.Fitted(_leaving.Name, Width - 24, 13), "name", "middle");
        if (flow.Visits is { } visits)
        {
            canvas.Words(axis, top + 38, $"{PictureText.Number(visits.Entries)} · {PictureText.Percent(flow.Share)}", "quiet", "middle");
            const double room = Width - 32;
            canvas.Box(left + 16, top + 44, room, 3, 1.5, "track");
            if (visits.Entries > 0)
                canvas.Box(left + 16, top + 44, Math.Max(3, room * flow.Share), 3, 1.5, "accent");
        }
        canvas.Close();
    }
}
