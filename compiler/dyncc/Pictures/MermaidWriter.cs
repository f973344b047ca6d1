using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>A picture as a Mermaid flow chart.</summary>
internal static class MermaidWriter
{
    public static string Write(Picture picture)
    {
        var text = new StringBuilder("flowchart TD\n");
        FlowChart[] charts = [.. picture.Panels.Select((p, i) => FlowChart.Of(p, $"p{i}n"))];
        foreach (FlowChart chart in charts)
            Write(chart.Outermost, charts.Length > 1, 1, text);
        foreach (FlowEdge edge in charts.SelectMany(c => c.Edges))
            text.Append($"    {edge.From} {Line(edge)} {edge.To}\n");
        foreach (FlowNode node in charts.SelectMany(c => NodesOf(c.Outermost)).Where(n => n.Flow.IsUnused))
            text.Append($"    style {node.Id} stroke-dasharray: 4\n");
        return text.ToString();
    }

    private static IEnumerable<FlowNode> NodesOf(FlowChart.Frame frame) => frame.Nodes.Concat(frame.Inner.SelectMany(NodesOf));

    private static void Write(FlowChart.Frame frame, bool isDrawn, int depth, StringBuilder text)
    {
        string indent = new(' ', depth * 4);
        if (isDrawn)
            text.Append($"{indent}subgraph {frame.Id}[\"{Quoted(frame.Label)}\"]\n");
        int inner = isDrawn ? depth + 1 : depth;
        foreach (FlowNode node in frame.Nodes)
        {
            (string open, string close) = Outline(node.Kind);
            text.Append(' ', inner * 4).Append($"{node.Id}{open}\"{string.Join("<br/>", node.Lines.Select(Quoted))}\"{close}\n");
        }
        foreach (FlowChart.Frame loop in frame.Inner)
            Write(loop, isDrawn: true, inner, text);
        if (isDrawn)
            text.Append($"{indent}end\n");
    }

    private static (string Open, string Close) Outline(FlowNodeKind kind) =>
        kind switch
        {
            FlowNodeKind.Question => ("{{", "}}"),
            FlowNodeKind.Start or FlowNodeKind.End => ("([", "])"),
            FlowNodeKind.Call => ("[[", "]]"),
            FlowNodeKind.Loop => ("(", ")"),
            _ => ("[", "]"),
        };

    private static string Line(FlowEdge edge)
    {
        string line = edge.Flow.IsUnused ? "-.->" : "-->";
        return edge.Label.Length == 0 ? line : $"{line}|\"{Quoted(edge.Label)}\"|";
    }

    /// <summary>Everything that Mermaid or the HTML around it could take for its own is written as a number.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || " .,:×·…+-/()=%_?".Contains(rune.ToString(), StringComparison.Ordinal))
                quoted.Append(rune);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return quoted.ToString();
    }
}
