using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>The shapes that a drawing is made of. Lengths are in pixels; colours are classes of <see cref="SvgStyle"/>.</summary>
internal sealed class SvgCanvas
{
    private const double ThinnestLine = 1.5;
    private const double ThickestLine = 9;
    private const double UncountedLine = 2;
    private const double Corner = 16;

    /// <summary>How wide a letter is at most, as a part of the font's size: the fonts are the viewer's own.</summary>
    private const double LetterWidth = 0.6;

    private readonly StringBuilder _frames = new();
    private readonly StringBuilder _lines = new();
    private readonly StringBuilder _shapes = new();

    /// <summary>The drawing so far: frames, then lines, so that shapes cover their ends.</summary>
    public string Text => $"{_frames}{_lines}{_shapes}";

    public static string At(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>As many letters as fit into a width.</summary>
    public static string Fitted(string text, double width, double fontSize) =>
        PictureText.Cut(text, (int)(width / (fontSize * LetterWidth)));

    public static double WidthOf(string text, double fontSize) => text.Length * fontSize * LetterWidth;

    public void Box(double x, double y, double width, double height, double radius, string classes) =>
        _shapes.Append(
            $"<rect class=\"{classes}\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(width)}\" height=\"{At(height)}\" rx=\"{At(radius)}\"/>\n"
        );

    /// <summary>A frame behind everything.</summary>
    public void Frame(double x, double y, double width, double height) =>
        _frames.Append($"<rect class=\"frame\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(width)}\" height=\"{At(height)}\" rx=\"18\"/>\n");

    /// <summary>A box filled with the accent, the stronger the more come by.</summary>
    public void Tint(double x, double y, double width, double height, double radius, double opacity) =>
        _shapes.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"accent\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(width)}\" height=\"{At(height)}\" rx=\"{At(radius)}\" fill-opacity=\"{opacity:0.##}\"/>\n"
        );

    /// <param name="anchor">start, middle or end.</param>
    public void Words(double x, double y, string text, string classes, string anchor = "start")
    {
        string anchored = anchor == "start" ? "" : $" text-anchor=\"{anchor}\"";
        _shapes.Append($"<text class=\"{classes}\" x=\"{At(x)}\" y=\"{At(y)}\"{anchored}>{XmlText.Of(text)}</text>\n");
    }

    public void Open(string attributes, string title) => _shapes.Append($"<g{attributes}><title>{XmlText.Of(title)}</title>\n");

    public void Close() => _shapes.Append("</g>\n");

    /// <summary>A line straight down.</summary>
    public void Down(double x, double top, double bottom, Flow flow) => Line($"M{At(x)} {At(top)}V{At(bottom)}", flow);

    /// <summary>A line across and then, round a corner, down.</summary>
    public void AcrossAndDown(double x, double y, double toX, double bottom, Flow flow) =>
        Line($"M{At(x)} {At(y)}{AcrossTo(x, y, toX)}V{At(bottom)}", flow);

    /// <summary>A line down, round a corner and across, and round another one down again onto an axis.</summary>
    public void DownAndBack(double x, double top, double y, double axis, double bottom, Flow flow) =>
        Line($"M{At(x)} {At(top)}{DownTo(x, y, axis)}{AcrossTo(x, y, axis)}V{At(bottom)}", flow);

    /// <summary>The part of a path that goes from (x, y) across and turns down.</summary>
    public static string AcrossTo(double x, double y, double toX)
    {
        double corner = Math.Min(Corner, Math.Abs(toX - x) / 2);
        return $"H{At(toX - Math.Sign(toX - x) * corner)}Q{At(toX)} {At(y)} {At(toX)} {At(y + corner)}";
    }

    /// <summary>The part of a path that goes down to y and turns across, towards another x.</summary>
    public static string DownTo(double x, double y, double towards)
    {
        double corner = Math.Min(Corner, Math.Abs(towards - x) / 2);
        return $"V{At(y - corner)}Q{At(x)} {At(y)} {At(x + Math.Sign(towards - x) * corner)} {At(y)}";
    }

    public void Across(double x, double y, double toX, Flow flow) => Line($"M{At(x)} {At(y)}H{At(toX)}", flow);

    public void Line(string path, Flow flow)
    {
        if (flow.IsUnused)
        {
            _lines.Append($"<path class=\"unused\" d=\"{path}\"/>\n");
            return;
        }
        double width = flow.Visits is null ? UncountedLine : ThinnestLine + (ThickestLine - ThinnestLine) * flow.Share;
        double opacity = flow.Visits is null ? 0.6 : 0.35 + 0.45 * flow.Share;
        _lines.Append(
            CultureInfo.InvariantCulture,
            $"<path class=\"way\" d=\"{path}\" stroke-width=\"{At(width)}\" stroke-opacity=\"{opacity:0.##}\"/>\n"
        );
    }

    /// <summary>A head for a line, its tip at a point.</summary>
    public void Head(double x, double y, bool pointsRight, Flow flow)
    {
        string path = pointsRight ? $"M{At(x)} {At(y)}l-8 -5v10z" : $"M{At(x)} {At(y)}l-5 -8h10z";
        _shapes.Append($"<path class=\"{(flow.IsUnused ? "still" : "accent")}\" d=\"{path}\"/>\n");
    }
}
