using System.Text;

namespace DynCompile.CommandLine;

/// <summary>A picture as a drawing: samples flow down, and lines are as wide as their share.</summary>
internal static class SvgWriter
{
    private const double Margin = 32;
    private const double PanelGap = 64;

    /// <summary>A file of its own.</summary>
    public static string Write(Picture picture) => Write(picture, isInteractive: false);

    /// <summary>Part of a page, which brings <see cref="SvgStyle.Css"/> along; its regions can be reached by keyboard.</summary>
    public static string WriteForPage(Picture picture) => Write(picture, isInteractive: true);

    private static string Write(Picture picture, bool isInteractive)
    {
        SvgPanel[] panels = [.. picture.Panels.Select(p => new SvgPanel(p, isInteractive))];
        double left = panels.Max(p => p.Left);
        double width = left + panels.Max(p => p.Right) + 2 * Margin;
        double height = panels.Sum(p => p.Height) + PanelGap * (panels.Length - 1) + 2 * Margin;
        var canvas = new SvgCanvas();
        double top = Margin;
        foreach (SvgPanel panel in panels)
        {
            panel.Draw(canvas, Margin + left, top);
            top += panel.Height + PanelGap;
        }
        string size = $"width=\"{SvgCanvas.At(width)}\" height=\"{SvgCanvas.At(height)}\"";
        var text = new StringBuilder();
        text.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" {size} viewBox=\"0 0 {SvgCanvas.At(width)} {SvgCanvas.At(height)}\">\n"
        );
        text.Append($"<title>{XmlText.Of(picture.Model)}</title>\n");
        if (!isInteractive)
            text.Append($"<style>\n{SvgStyle.Css}\n</style>\n<rect class=\"ground\" {size}/>\n");
        return text.Append(canvas.Text).Append("</svg>\n").ToString();
    }
}
