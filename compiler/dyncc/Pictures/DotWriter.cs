using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>A picture as a graph for Graphviz.</summary>
internal static class DotWriter
{
    private const double ThinnestLine = 1;
    private const double ThickestLine = 6;

    public static string Write(Picture picture)
    {
        var text = new StringBuilder();
        text.Append($"digraph {Quoted(picture.Model)} {{\n");
        text.Append("    graph [fontname=\"Helvetica\", fontsize=12, color=\"#9aa3b2\", style=rounded]\n");
        text.Append(
            "    node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#9aa3b2\", fontname=\"Helvetica\", fontsize=11]\n"
        );
        text.Append("    edge [color=\"#4f46e5\", fontname=\"Helvetica\", fontsize=10]\n");
        FlowChart[] charts = [.. picture.Panels.Select((p, i) => FlowChart.Of(p, $"p{i}n"))];
        foreach (FlowChart chart in charts)
        {
            Write(chart.Outermost, charts.Length > 1, 1, text);
            foreach (FlowEdge edge in chart.Edges)
                text.Append($"    {edge.From} -> {edge.To}{Attributes(edge)}\n");
        }
        return text.Append("}\n").ToString();
    }

    private static void Write(FlowChart.Frame frame, bool isDrawn, int depth, StringBuilder text)
    {
        int inner = isDrawn ? depth + 1 : depth;
        if (isDrawn)
        {
            text.Append(' ', depth * 4).Append($"subgraph cluster_{frame.Id} {{\n");
            text.Append(' ', inner * 4).Append($"label={Quoted(frame.Label)}\n");
        }
        foreach (FlowNode node in frame.Nodes)
        {
            string label = string.Join("\\n", node.Lines.Select(Escaped));
            string dashed = node.Flow.IsUnused ? ", style=\"rounded,dashed\"" : "";
            text.Append(' ', inner * 4).Append($"{node.Id} [label=\"{label}\"{Outline(node.Kind)}{dashed}]\n");
        }
        foreach (FlowChart.Frame loop in frame.Inner)
            Write(loop, isDrawn: true, inner, text);
        if (isDrawn)
            text.Append(' ', depth * 4).Append("}\n");
    }

    private static string Outline(FlowNodeKind kind) =>
        kind switch
        {
            FlowNodeKind.Question => ", shape=hexagon",
            FlowNodeKind.Start or FlowNodeKind.End => ", shape=oval",
            FlowNodeKind.Call => ", shape=box, peripheries=2",
            _ => "",
        };

    private static string Attributes(FlowEdge edge)
    {
        List<string> attributes = [];
        if (edge.Label.Length > 0)
            attributes.Add($"label={Quoted(edge.Label)}");
        if (edge.Flow.IsUnused)
            attributes.Add("style=dashed");
        else if (edge.Flow.Visits is not null)
            attributes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"penwidth={ThinnestLine + (ThickestLine - ThinnestLine) * edge.Flow.Share:0.##}"
                )
            );
        return attributes.Count == 0 ? "" : $" [{string.Join(", ", attributes)}]";
    }

    private static string Quoted(string text) => $"\"{Escaped(text)}\"";

    // A backslash would start one of Graphviz's own escapes, \N or \G among them; an ampersand, the name of a character.
    private static string Escaped(string text) =>
        PictureText
            .Plain(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
}
