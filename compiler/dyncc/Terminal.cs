using System.Text;
using System.Text.Json;
using DynCompile.Diagnostics;
using Spectre.Console;

namespace DynCompile.CommandLine;

/// <summary>Results go to stdout, everything else to stderr; colours only where a person looks and <c>NO_COLOR</c> is not set.</summary>
internal static class Terminal
{
    public static bool UsesColor { get; } =
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !Console.IsErrorRedirected;

    /// <summary>A console for tables and pictures on stdout.</summary>
    public static IAnsiConsole Out { get; } =
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Console.Out),
                ColorSystem = Console.IsOutputRedirected || !UsesColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }
        );

    /// <summary>A console for what moves, on stderr.</summary>
    public static IAnsiConsole Error { get; } =
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Console.Error),
                ColorSystem = UsesColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            }
        );

    /// <summary>Something that a person may want to know. It would be no part of a document that a program reads.</summary>
    public static void Note(string text)
    {
        if (s_format == DiagnosticFormat.Human)
            Console.Error.WriteLine($"note: {text}");
    }

    private static readonly List<Diagnostic> s_collected = [];
    private static DiagnosticFormat s_format;

    /// <summary>Begins a command: how its diagnostics are written.</summary>
    public static void Begin(DiagnosticFormat format)
    {
        s_format = format;
        s_collected.Clear();
    }

    /// <summary>Ends a command: what a program reads is one document, written at the end.</summary>
    public static void End(TextWriter writer)
    {
        if (s_format == DiagnosticFormat.Human)
            return;
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, JsonDiagnostics.Layout))
        {
            if (s_format == DiagnosticFormat.Json)
                JsonDiagnostics.Write(json, s_collected);
            else
                SarifDiagnostics.Write(json, s_collected);
        }
        writer.WriteLine(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }

    public static void Show(CommandFailed failed)
    {
        Show(failed.Diagnostics);
        if (failed.Omitted > 0)
            Note($"these are the first {failed.Diagnostics.Count} of {failed.Diagnostics.Count + failed.Omitted}");
    }

    public static void Show(IEnumerable<Diagnostic> diagnostics)
    {
        if (s_format != DiagnosticFormat.Human)
        {
            s_collected.AddRange(diagnostics);
            return;
        }
        var renderer = new DiagnosticRenderer(UsesColor);
        foreach (Diagnostic diagnostic in diagnostics)
            Console.Error.WriteLine(renderer.Render(diagnostic));
    }
}
