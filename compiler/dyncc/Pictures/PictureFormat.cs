using DynCompile.CommandLine.Commands;
using DynCompile.Diagnostics;

namespace DynCompile.CommandLine;

/// <summary>A format of <c>dyncc inspect --graph</c>.</summary>
internal sealed record PictureFormat(string Name, Func<Picture, string> Write)
{
    private static readonly PictureFormat[] All =
    [
        new("svg", SvgWriter.Write),
        new("mermaid", MermaidWriter.Write),
        new("dot", DotWriter.Write),
        new("html", HtmlWriter.Write),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <summary>The format of that name; ends the command when there is none.</summary>
    public static PictureFormat Named(string name) =>
        All.FirstOrDefault(f => f.Name == name) ?? throw CommonOptions.Unknown("--graph", "format", name, Names);
}
