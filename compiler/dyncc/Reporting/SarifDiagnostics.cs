using System.Text.Json;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Diagnostics as a SARIF 2.1.0 log (OASIS), which code hosts and editors show beside the lines.</summary>
internal static class SarifDiagnostics
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static void Write(Utf8JsonWriter json, IReadOnlyList<Diagnostic> diagnostics)
    {
        string[] rules = [.. diagnostics.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal)];
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, rules);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (Diagnostic diagnostic in diagnostics)
            WriteResult(json, diagnostic, Array.IndexOf(rules, diagnostic.Id));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, string[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "dyncc");
        json.WriteString("version", typeof(SarifDiagnostics).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (string id in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            if (ErrorPages.Find(id) is { } page)
            {
                WriteText(json, "shortDescription", Title(page));
                json.WriteStartObject("help");
                json.WriteString("text", page);
                json.WriteString("markdown", page);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // # DYN0012: a result of another type
    private static string Title(string page)
    {
        string line = page[..(page.IndexOf('\n') is var end and >= 0 ? end : page.Length)].TrimEnd('\r');
        return line[(line.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon + 2 : 0)..];
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic, int rule)
    {
        Wording wording = Prose.Of(diagnostic);
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", LevelOf(diagnostic.Severity));
        string hint = wording.Hint is { } text ? $"\n{text}" : "";
        WriteText(json, "message", $"{wording.Message}{hint}");
        json.WriteStartArray("locations");
        WriteLocation(json, diagnostic.Location, null);
        json.WriteEndArray();
        if (!wording.Notes.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (PlaceNote note in wording.Notes)
                WriteLocation(json, note.Location, note.Text);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Location location, string? text)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(location.Source.Path));
        json.WriteEndObject();
        if (location.Source.HasText)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", location.Start.Line);
            json.WriteNumber("startColumn", location.Start.Column);
            json.WriteNumber("endLine", location.End.Line);
            json.WriteNumber("endColumn", location.End.Column);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (text is not null)
            WriteText(json, "message", text);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string UriOf(string path) =>
        Path.IsPathRooted(path)
            ? new Uri(path).AbsoluteUri
            : string.Join('/', path.Replace(Path.DirectorySeparatorChar, '/').Split('/').Select(Uri.EscapeDataString));

    private static string LevelOf(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
