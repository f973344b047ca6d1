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

    public static void Note(string text) => Console.Error.WriteLine($"note: {text}");

    public static void Show(IEnumerable<Diagnostic> diagnostics)
    {
        var renderer = new DiagnosticRenderer(UsesColor);
        foreach (Diagnostic diagnostic in diagnostics)
            Console.Error.WriteLine(renderer.Render(diagnostic));
    }
}
