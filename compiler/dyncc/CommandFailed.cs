using DynCompile.Diagnostics;

namespace DynCompile.CommandLine;

/// <summary>Ends a command with an exit code and what there is to say about it.</summary>
internal sealed class CommandFailed(int exitCode, params IReadOnlyList<Diagnostic> diagnostics) : Exception
{
    /// <summary>A program with errors.</summary>
    public CommandFailed(DiagnosticBag found)
        : this(CommandLine.ExitCode.WrongInput, [.. found.Sorted()])
    {
        Omitted = found.Omitted;
    }

    public int ExitCode => exitCode;

    /// <summary>How many more there are than are told.</summary>
    public int Omitted { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;
}
