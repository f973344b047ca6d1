namespace DynCompile.CommandLine;

/// <summary>How diagnostics are written: for people, or for a program that reads them.</summary>
internal enum DiagnosticFormat
{
    Human,
    Json,
    Sarif,
}
