namespace DynCompile.CommandLine;

/// <summary>A region's card: number, multiply-adds, main operators as chips, and how many came by.</summary>
internal sealed class SvgRegion : SvgBox
{
    private const double Width = 300;
    private const double Padding = 16;
    private const double HeaderHeight = 40;
    private const double ChipHeight = 24;
    private const double ChipGap = 6;
    private const double ChipFont = 11.5;

    /// <summary>Of the text's own font, which is narrower than the chips'.</summary>
    private const double FoldedFont = 9.5;
    private const double FooterHeight = 28;

    private readonly record struct Chip(double X, int Line, double Width, string Text, bool IsFolded);

    private readonly PictureStep.Region _region;
    private readonly bool _isInteractive;
    private readonly List<Chip> _chips = [];

    public SvgRegion(PictureStep.Region region, bool isInteractive)
    {
        _region = region;
        _isInteractive = isInteractive;
        RegionLabel label = RegionLabel.Of(region);
        foreach (string text in label.Chips)
            Place(text, isFolded: false);
        if (label.Folded.Length > 0)
            Place(label.Folded, isFolded: true);
        double lines = _chips.Count == 0 ? 0 : _chips[^1].Line + 1;
        Left = Right = Width / 2;
        Height = HeaderHeight + lines * (ChipHeight + ChipGap) + (region.Flow.Visits is null ? Padding - ChipGap : FooterHeight + ChipGap);
    }

    private void Place(string text, bool isFolded)
    {
        const double room = Width - 2 * Padding;
        double edge = isFolded ? 4 : 18;
        double font = isFolded ? FoldedFont : ChipFont;
        string fitted = SvgCanvas.Fitted(text, room - edge, font);
        double width = SvgCanvas.WidthOf(fitted, font) + edge;
        (double x, int line) = _chips.Count == 0 ? (0, 0) : (_chips[^1].X + _chips[^1].Width + ChipGap, _chips[^1].Line);
        if (x + width > room)
            (x, line) = (0, line + 1);
        _chips.Add(new Chip(x, line, width, fitted, isFolded));
    }

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        double left = axis - Width / 2;
        Flow flow = _region.Flow;
        string interactive = _isInteractive ? $" tabindex=\"0\" role=\"button\" data-region=\"{_region.Id}\"" : "";
        canvas.Open($" class=\"region\"{interactive}", $"region {_region.Id}: {_region.Lines}");
        canvas.Box(left, top, Width, Height, 12, flow.IsUnused ? "card idle" : "card");
        if (!flow.IsUnused)
            canvas.Tint(left, top, Width, Height, 12, flow.Visits is null ? 0.04 : 0.03 + 0.11 * flow.Share);
        canvas.Words(left + Padding, top + 26, $"Region {_region.Id}", "name");
        if (_region.MultiplyAdds > 0)
            canvas.Words(left + Width - Padding, top + 26, $"{PictureText.Short(_region.MultiplyAdds)} multiply-adds", "quiet", "end");
        foreach (Chip chip in _chips)
            Draw(canvas, chip, left + Padding, top + HeaderHeight);
        if (flow.Visits is { } visits)
            DrawVisits(canvas, visits, left, top + Height);
        canvas.Close();
    }

    private static void Draw(SvgCanvas canvas, Chip chip, double left, double top)
    {
        double y = top + chip.Line * (ChipHeight + ChipGap);
        if (!chip.IsFolded)
            canvas.Box(left + chip.X, y, chip.Width, ChipHeight, 6, "chip");
        canvas.Words(left + chip.X + (chip.IsFolded ? 2 : 9), y + 16, chip.Text, chip.IsFolded ? "quiet" : "code");
    }

    private void DrawVisits(SvgCanvas canvas, Visits visits, double left, double bottom)
    {
        string samples = PictureText.Count(visits.Samples, "sample", "samples");
        string text =
            visits.Entries == 0 ? "no sample came by"
            : visits.Entries == visits.Samples ? samples
            : $"{PictureText.Number(visits.Entries)} times · {samples}";
        canvas.Words(left + Padding, bottom - 18, text, "quiet");
        const double room = Width - 2 * Padding;
        canvas.Box(left + Padding, bottom - 10, room, 3, 1.5, "track");
        if (visits.Entries > 0)
            canvas.Box(left + Padding, bottom - 10, Math.Max(3, room * _region.Flow.Share), 3, 1.5, "accent");
    }
}
