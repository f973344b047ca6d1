namespace DynCompile.CommandLine;

/// <summary>The colours and fonts of a drawing. Colours stand in the classes as they are: not every viewer knows variables.</summary>
internal static class SvgStyle
{
    public const string Css = """
        .drawing text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: #1d2433; }
        .drawing .name { font-size: 13px; font-weight: 600; }
        .drawing .quiet { font-size: 11px; fill: #667085; }
        .drawing .label { font-size: 11.5px; font-weight: 500; fill: #4338ca; }
        .drawing .code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 11.5px; }
        .drawing .strong { font-weight: 600; }
        .drawing .card, .drawing .end { fill: #ffffff; stroke: #d5dae3; }
        .drawing .end { stroke: #a5a1f0; }
        .drawing .idle { stroke-dasharray: 4 4; stroke: #c3c9d5; }
        .drawing .call { fill: none; stroke: #d5dae3; }
        .drawing .chip { fill: #f1f3f8; stroke: #e2e6ef; }
        .drawing .pill { fill: #f4f3ff; stroke: #c9c6f7; }
        .drawing .frame { fill: #64748b; fill-opacity: 0.045; stroke: #cfd5e0; }
        .drawing .track { fill: #e4e7ee; }
        .drawing .accent { fill: #4f46e5; }
        .drawing .still { fill: #b4bbc8; }
        .drawing .way { fill: none; stroke: #4f46e5; stroke-linecap: butt; }
        .drawing .unused { fill: none; stroke: #b4bbc8; stroke-width: 1.5; stroke-dasharray: 3 5; }
        .drawing .ground { fill: #ffffff; }
        @media (prefers-color-scheme: dark) {
            .drawing text { fill: #e6e9f0; }
            .drawing .quiet { fill: #98a2b3; }
            .drawing .label { fill: #b4b0ff; }
            .drawing .card, .drawing .end { fill: #171b24; stroke: #333a4a; }
            .drawing .end { stroke: #5b57b8; }
            .drawing .idle { stroke: #3d4556; }
            .drawing .call { stroke: #333a4a; }
            .drawing .chip { fill: #222836; stroke: #2f3747; }
            .drawing .pill { fill: #211f3a; stroke: #45418a; }
            .drawing .frame { fill: #94a3b8; stroke: #333a4a; }
            .drawing .track { fill: #2a3140; }
            .drawing .accent { fill: #8b86ff; }
            .drawing .still { fill: #4a5263; }
            .drawing .way { stroke: #8b86ff; }
            .drawing .unused { stroke: #4a5263; }
            .drawing .ground { fill: #0f1218; }
        }
        """;
}
