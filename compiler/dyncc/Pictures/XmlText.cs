namespace DynCompile.CommandLine;

/// <summary>Text as content or attribute of an XML or HTML element.</summary>
internal static class XmlText
{
    public static string Of(string text) =>
        PictureText
            .Plain(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal);
}
