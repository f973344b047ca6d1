using System.Diagnostics;

namespace DynCompile.Hosting.Tests;

/// <summary>examples/ConsoleApp, as it is started from a shell.</summary>
public class ConsoleAppTests
{
    [Fact]
    public void It_says_what_each_image_is_and_where_it_left()
    {
        (int exit, string output, _) = Run(
            Path.Combine(AppContext.BaseDirectory, "../../../../../examples/digits/digits.inputs.safetensors"),
            "3"
        );

        Assert.Equal(0, exit);
        Assert.Equal(
            [
                "image 0: a 2, left at Exit2",
                "image 1: a 7, left at Exit0",
                "image 2: a 4, left at Exit0",
                "Exit0: 2 of 3",
                "Exit1: 0 of 3",
                "Exit2: 1 of 3",
            ],
            output.TrimEnd().Split(Environment.NewLine)
        );
    }

    [Theory]
    [InlineData(2, "usage:")]
    [InlineData(2, "usage:", "a", "b")]
    [InlineData(1, "error:", "none.safetensors")]
    [InlineData(1, "error:", "ConsoleApp.dll")]
    public void What_it_cannot_read_is_an_error(int expected, string message, params string[] arguments)
    {
        (int exit, string output, string error) = Run(arguments);

        Assert.Equal((expected, ""), (exit, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["ConsoleApp.dll", .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "it hangs");
        return (process.ExitCode, output, error.Result);
    }
}
