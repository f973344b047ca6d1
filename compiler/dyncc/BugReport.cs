using DynCompile.Graph;

namespace DynCompile.CommandLine;

/// <summary>Says that the compiler itself failed, and writes down what reproduces it.</summary>
internal static class BugReport
{
    public static int Write(Exception bug, string[] args)
    {
        Console.Error.WriteLine($"error: this is a bug of dyncc, not of your model: {bug.Message}");
        try
        {
            string file = Path.Combine(Path.GetTempPath(), $"dyncc-bug-{Guid.NewGuid():n}.txt");
            string dump = bug is CompilerBugException known ? known.Dump : "";
            File.WriteAllText(
                file,
                $"dyncc {string.Join(" ", args)}\n{Environment.Version} on {Environment.OSVersion}\n\n{bug}\n\n{dump}\n"
            );
            Console.Error.WriteLine($"what is needed to reproduce it is in {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(bug.ToString());
        }
        return ExitCode.Bug;
    }
}
