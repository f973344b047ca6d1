using System.Diagnostics;

namespace DynCompile.CommandLine.Tests;

/// <summary>A headless Chromium, where there is one.</summary>
internal static class Browser
{
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);

    /// <summary>Draws a page; gives all that the browser said, in which a complaint of the page is a line with <c>CONSOLE</c>.</summary>
    /// <param name="folder">For the browser's own files.</param>
    public static string Screenshot(string page, string file, string folder)
    {
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--v=0",
            $"--user-data-dir={Path.Combine(folder, "profile")}",
            $"--screenshot={file}",
            "--window-size=1400,1800",
            new Uri(page).AbsoluteUri,
        ];
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the browser hangs");
        }
        return output.Result + error.Result;
    }
}
