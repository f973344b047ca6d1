namespace DynCompile.CommandLine;

/// <summary>A line of source in a rounded box: a question, or what parts the samples.</summary>
internal static class SvgPill
{
    public const double Height = 34;
    private const double Font = 12;
    private const double Padding = 18;
    private const double Widest = 420;

    public static string Fitted(string text) => SvgCanvas.Fitted(text, Widest - 2 * Padding, Font);

    public static double WidthOf(string fitted) => SvgCanvas.WidthOf(fitted, Font) + 2 * Padding;

    public static void Draw(SvgCanvas canvas, double axis, double top, string fitted, string whole)
    {
        double width = WidthOf(fitted);
        canvas.Open("", whole);
        canvas.Box(axis - width / 2, top, width, Height, Height / 2, "pill");
        canvas.Words(axis, top + 21.5, fitted, "code strong", "middle");
        canvas.Close();
    }
}
