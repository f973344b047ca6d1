using DynCompile.Diagnostics;

namespace DynCompile.CommandLine;

/// <summary>Ends a command with an exit code and what there is to say about it.</summary>
internal sealed class CommandFailed(int exitCode, params IReadOnlyList<Diagnostic> diagnostics) : Exception
{
    public int ExitCode => exitCode;
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;
}
