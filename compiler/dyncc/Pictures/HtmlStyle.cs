namespace DynCompile.CommandLine;

/// <summary>The looks of the page around the drawing.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root {
            color-scheme: light dark;
            --ground: #f7f8fb; --paper: #ffffff; --ink: #1d2433; --quiet: #667085; --line: #e1e5ed; --accent: #4f46e5; --track: #e4e7ee;
        }
        @media (prefers-color-scheme: dark) {
            :root { --ground: #0b0e13; --paper: #12161e; --ink: #e6e9f0; --quiet: #98a2b3; --line: #262d3a; --accent: #8b86ff; --track: #2a3140; }
        }
        * { box-sizing: border-box; }
        body {
            margin: 0; padding: 32px clamp(16px, 3vw, 48px); background: var(--ground); color: var(--ink);
            font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
        }
        h1 { margin: 0; font-size: 26px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { margin: 0; font-size: 17px; }
        h3 { margin: 20px 0 6px; font-size: 12px; font-weight: 600; color: var(--quiet); }
        p { margin: 6px 0 0; max-width: 72ch; color: var(--quiet); overflow-wrap: anywhere; }
        code, pre, td.code { font: 12px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        .figures { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 22px 0 0; }
        .figures dt { font-size: 12px; color: var(--quiet); }
        .figures dd { margin: 0; font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .figures small { font-size: 12px; font-weight: 400; color: var(--quiet); }
        .exits { display: grid; grid-template-columns: max-content minmax(80px, 260px) max-content; gap: 4px 14px; align-items: center; margin-top: 20px; }
        .exits b { font-weight: 600; overflow-wrap: anywhere; }
        .exits span { color: var(--quiet); font-variant-numeric: tabular-nums; }
        .bar { height: 6px; border-radius: 3px; background: var(--track); overflow: hidden; }
        .bar i { display: block; height: 100%; border-radius: 3px; background: var(--accent); }
        .legend { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 22px 0 14px; padding: 0; list-style: none; font-size: 12px; color: var(--quiet); }
        .legend li { display: flex; align-items: center; gap: 8px; }
        .legend svg { flex: none; }
        .stage { display: grid; grid-template-columns: minmax(0, 1fr) minmax(320px, 420px); gap: 20px; align-items: start; }
        .paper { background: var(--paper); border: 1px solid var(--line); border-radius: 16px; }
        .scroll { overflow: auto; text-align: center; }
        .scroll svg { display: inline-block; max-width: none; vertical-align: top; }
        .side { position: sticky; top: 20px; max-height: calc(100vh - 40px); overflow: auto; padding: 20px 22px; }
        .side dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0 0; }
        .side dt { color: var(--quiet); }
        .side dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
        .side pre { margin: 0; padding: 8px 10px; overflow: auto; border-radius: 8px; background: var(--ground); }
        .side ul { margin: 0; padding: 0; list-style: none; }
        .side li { overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; }
        td { padding: 5px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        td + td { padding-left: 12px; font-size: 12px; text-align: right; white-space: nowrap; color: var(--quiet); font-variant-numeric: tabular-nums; }
        td.code { color: var(--quiet); }
        td.code b { color: var(--ink); font-weight: 600; }
        td small { color: var(--quiet); font-size: 11px; }
        td.code small { display: block; }
        .scroll, .side, .side pre { scrollbar-width: thin; }
        .drawing .region { cursor: pointer; outline: none; }
        .drawing .region:hover .card, .drawing .region.shown .card { stroke: var(--accent); }
        .drawing .region.shown .card { stroke-width: 2; }
        .drawing .region:focus-visible .card { stroke: var(--accent); stroke-width: 3; }
        @media (max-width: 960px) {
            .stage { grid-template-columns: minmax(0, 1fr); }
            .side { position: sticky; top: auto; bottom: 0; max-height: 45vh; }
        }
        @media print { .stage { display: block; } .side { display: none; } }
        """;
}
