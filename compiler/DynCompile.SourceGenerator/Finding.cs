using DynCompile.Diagnostics;
using DynCompile.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;
using Location = Microsoft.CodeAnalysis.Location;
using SourceText = DynCompile.Text.SourceText;

namespace DynCompile.SourceGenerator;

/// <summary>What is wrong with a model, as a value that can be compared: Roslyn's diagnostics hold on to a compilation.</summary>
internal sealed record Finding(
    string Id,
    DiagnosticSeverity Severity,
    string Message,
    Finding.Place At,
    EquatableArray<Finding.Place> Notes
)
{
    private const string Category = "DynCompile";

    public sealed record Place(string Path, Text.TextSpan Span, Text.LinePosition Start, Text.LinePosition End)
    {
        public static Place Of(Text.Location location) => new(location.Source.Path, location.Span, location.Start, location.End);

        public Location ToRoslyn() =>
            Location.Create(
                Path,
                new Microsoft.CodeAnalysis.Text.TextSpan(Span.Start, Span.Length),
                new LinePositionSpan(ToRoslyn(Start), ToRoslyn(End))
            );

        // Both count UTF-16 units, Roslyn from 0.
        private static Microsoft.CodeAnalysis.Text.LinePosition ToRoslyn(Text.LinePosition position) =>
            new(position.Line - 1, position.Column - 1);
    }

    public static Finding Of(Diagnostics.Diagnostic diagnostic)
    {
        Wording wording = Prose.Of(diagnostic);
        string hint = wording.Hint is null ? "" : $"; hint: {wording.Hint.TrimEnd('.')}";
        return new Finding(
            diagnostic.Id,
            SeverityOf(diagnostic.Severity),
            wording.Message + hint,
            Place.Of(diagnostic.Location),
            wording.Notes.Select(n => Place.Of(n.Location)).ToEquatableArray()
        );
    }

    /// <summary>A failure of the compiler itself.</summary>
    public static Finding OfBug(string id, string message, SourceText source) =>
        new(id, DiagnosticSeverity.Error, $"a bug of DynCompile: {message}", Place.Of(source.At(0, 0)), EquatableArray.Create<Place>([]));

    public Diagnostic ToRoslyn() =>
        Diagnostic.Create(
            new DiagnosticDescriptor(Id, "DynCompile", "{0}", Category, Severity, isEnabledByDefault: true),
            At.ToRoslyn(),
            Notes.Select(n => n.ToRoslyn()),
            Message
        );

    private static DiagnosticSeverity SeverityOf(Severity severity) =>
        severity switch
        {
            Diagnostics.Severity.Error => DiagnosticSeverity.Error,
            Diagnostics.Severity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        };
}
