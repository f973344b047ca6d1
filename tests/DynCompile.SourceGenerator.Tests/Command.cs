using System.Diagnostics;

namespace DynCompile.SourceGenerator.Tests;

/// <summary>Programs that a test starts in a folder.</summary>
/// <param name="packages">Where they restore packages to; the machine's folder when null.</param>
internal sealed class Command(string folder, string? packages = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What it prints; fails when it fails or does not end.</summary>
    public string Run(string program, params string[] arguments)
    {
        (int status, string output) = Try(program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)} ended with {status}:\n{output}");
        return output;
    }

    public (int Status, string Output) Try(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (packages is not null)
            start.Environment["NUGET_PACKAGES"] = packages;
        // No build node outlives the test and holds the folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Patience.TotalMinutes} minutes");
        }
        return (process.ExitCode, output.Result + error.Result);
    }
}
