using System.Text.Encodings.Web;
using System.Text.Json;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Diagnostics as a JSON array, one object for each. Its keys are a contract: <c>docs/diagnostics.md</c>.</summary>
internal static class JsonDiagnostics
{
    public static JsonWriterOptions Layout { get; } = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray();
        foreach (Diagnostic diagnostic in diagnostics)
            Write(json, diagnostic);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        Wording wording = Prose.Of(diagnostic);
        json.WriteStartObject();
        json.WriteString("id", diagnostic.Id);
        json.WriteString("severity", NameOf(diagnostic.Severity));
        json.WriteString("message", wording.Message);
        WritePlace(json, diagnostic.Location);
        if (wording.Label is { } label)
            json.WriteString("label", label);
        if (wording.Why is { } why)
            json.WriteString("why", why);
        if (wording.Hint is { } hint)
            json.WriteString("hint", hint);
        json.WriteStartArray("notes");
        foreach (PlaceNote note in wording.Notes)
        {
            json.WriteStartObject();
            json.WriteString("message", note.Text);
            WritePlace(json, note.Location);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A file without text, such as one of weights, has no lines.
    private static void WritePlace(Utf8JsonWriter json, Location location)
    {
        json.WriteString("file", location.Source.Path);
        if (!location.Source.HasText)
            return;
        json.WriteNumber("line", location.Start.Line);
        json.WriteNumber("column", location.Start.Column);
        json.WriteNumber("endLine", location.End.Line);
        json.WriteNumber("endColumn", location.End.Column);
    }

    private static string NameOf(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
