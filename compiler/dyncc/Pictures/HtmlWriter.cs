using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// A picture as one page that needs no network: the drawing, the figures above it, and a panel beside it that tells what is in the
/// region under the pointer or the focus.
/// </summary>
internal static class HtmlWriter
{
    private const int LongestAttributes = 200;

    public static string Write(Picture picture)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '{HtmlScript.Hash}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{XmlText.Of(picture.Model)}</title>
            <style>
            {SvgStyle.Css}
            {HtmlStyle.Css}
            </style>
            </head>
            <body>

            """
        );
        WriteHead(picture, page);
        page.Append("<main class=\"stage\">\n<div class=\"paper scroll\">\n").Append(SvgWriter.WriteForPage(picture));
        page.Append("</div>\n<aside class=\"paper side\" aria-live=\"polite\">\n");
        PictureStep.Region[] regions = [.. picture.Panels.SelectMany(p => p.Regions)];
        PictureStep.Region? costliest = regions.MaxBy(r => r.MultiplyAdds * (double)(r.Flow.Visits?.Entries ?? 1));
        foreach (PictureStep.Region region in regions)
            WriteRegion(region, isShown: region == costliest, picture, page);
        if (regions.Length == 0)
            page.Append("<p>Nothing is computed.</p>\n");
        page.Append($"</aside>\n</main>\n<script>{HtmlScript.Text}</script>\n</body>\n</html>\n");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void WriteHead(Picture picture, StringBuilder page)
    {
        page.Append($"<header>\n<h1>{XmlText.Of(picture.Model)}</h1>\n");
        foreach (string line in picture.Documentation.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            page.Append($"<p>{XmlText.Of(line)}</p>\n");
        page.Append("<dl class=\"figures\">\n");
        void Figure(string name, string value) => page.Append($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
        Figure("parameters", PictureText.Short(picture.Parameters));
        Figure("multiply-adds", $"{PictureText.Short(picture.MultiplyAdds)} <small>at full length</small>");
        if (picture.MeanMultiplyAdds is { } mean)
        {
            string part = picture.MultiplyAdds > 0 ? $" <small>{PictureText.Percent(mean / picture.MultiplyAdds)} of it</small>" : "";
            Figure("spent on average", $"{PictureText.Short(mean)}{part}");
        }
        Figure("regions", PictureText.Number(picture.RegionCount));
        if (picture.Samples is { } samples)
            Figure("samples", PictureText.Number(samples));
        page.Append("</dl>\n");
        WriteExits(picture, page);
        WriteLegend(picture, page);
        page.Append("</header>\n");
    }

    private static void WriteExits(Picture picture, StringBuilder page)
    {
        if (picture.Samples is not > 0 || picture.Exits.Count == 0)
            return;
        page.Append("<div class=\"exits\">\n");
        foreach (TakenExit exit in picture.Exits)
        {
            long taken = exit.Samples ?? 0;
            double part = (double)taken / picture.Samples.Value;
            page.Append(
                $"<b>{XmlText.Of(exit.Name)}</b>{Bar(part)}<span>{PictureText.Number(taken)} · {PictureText.Percent(part)}</span>\n"
            );
        }
        page.Append("</div>\n");
    }

    private static string Bar(double part) =>
        string.Create(CultureInfo.InvariantCulture, $"<div class=\"bar\"><i style=\"width:{part * 100:0.#}%\"></i></div>");

    private static void WriteLegend(Picture picture, StringBuilder page)
    {
        static string Line(string attributes) =>
            $"<svg class=\"drawing\" width=\"36\" height=\"10\" aria-hidden=\"true\"><path d=\"M0 5H36\" {attributes}/></svg>";
        page.Append("<ul class=\"legend\">\n");
        if (picture.Samples is not null)
        {
            page.Append($"<li>{Line("class=\"way\" stroke-width=\"9\" stroke-opacity=\"0.8\"")}every sample</li>\n");
            page.Append(
                $"<li>{Line("class=\"way\" stroke-width=\"3\" stroke-opacity=\"0.45\"")}some of them; the width is their share</li>\n"
            );
            page.Append($"<li>{Line("class=\"unused\"")}none</li>\n");
        }
        page.Append(
            "<li>Point at a region, or go to it with Tab and the arrow keys, to see what is in it; a click holds it, Escape lets go.</li>\n"
        );
        page.Append("</ul>\n");
    }

    private static void WriteRegion(PictureStep.Region region, bool isShown, Picture picture, StringBuilder page)
    {
        page.Append($"<section id=\"region-{region.Id}\"{(isShown ? "" : " hidden")}>\n<h2>Region {region.Id}</h2>\n");
        page.Append($"<p>{XmlText.Of(region.Lines)}</p>\n<dl>\n");
        void Row(string name, string value) => page.Append($"<dt>{name}</dt><dd>{value}</dd>\n");
        Row("multiply-adds", PictureText.Number(region.MultiplyAdds));
        if (region.Flow.Visits is { } visits)
        {
            Row("entered", PictureText.Count(visits.Entries, "time", "times"));
            Row("by", PictureText.Count(visits.Samples, "sample", "samples"));
            double spent = (double)region.MultiplyAdds * visits.Entries;
            if (picture.SpentMultiplyAdds is > 0 and { } all && spent > 0)
                Row("of all work", PictureText.Percent(Math.Min(1, spent / all)));
        }
        page.Append("</dl>\n");
        if (region.Source.Count > 0)
            page.Append($"<h3>Source</h3>\n<pre tabindex=\"0\">{string.Join('\n', region.Source.Select(XmlText.Of))}</pre>\n");
        page.Append("<h3>Operators</h3>\n<table>\n");
        foreach (Operation operation in region.Operations)
            WriteOperation(operation, page);
        page.Append("</table>\n");
        if (region.Weights.Count > 0)
        {
            page.Append("<h3>Weights</h3>\n<ul>\n");
            foreach (string weight in region.Weights)
                page.Append($"<li><code>{XmlText.Of(weight)}</code></li>\n");
            page.Append("</ul>\n");
        }
        page.Append("</section>\n");
    }

    private static void WriteOperation(Operation operation, StringBuilder page)
    {
        // What an operator that only moves elements does stands in its result's type.
        bool saysMore = operation.Attributes.Length > 0 && operation.Kind != OperationKind.Moving;
        string attributes = saysMore ? $"<small>{XmlText.Of(PictureText.Cut(operation.Attributes, LongestAttributes))}</small>" : "";
        string cost = operation.MultiplyAdds == 0 ? "" : $"{PictureText.Short(operation.MultiplyAdds)} ";
        string place = operation.Place.Length == 0 ? "" : $"<small>line {XmlText.Of(operation.Place)}</small>";
        page.Append($"<tr><td class=\"code\"><b>{XmlText.Of(operation.Name)}</b> {XmlText.Of(operation.Result)}{attributes}</td>");
        page.Append($"<td>{cost}{place}</td></tr>\n");
    }
}
