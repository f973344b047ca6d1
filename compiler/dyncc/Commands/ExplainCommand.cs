using System.CommandLine;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc explain DYN0012</c></summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The id of an error, such as DYN0012." };
        var command = new Command("explain", "Explains an error with examples.\nExample: dyncc explain DYN0012") { id };
        command.SetAction(parsed => Explain(parsed.GetRequiredValue(id).ToUpperInvariant()));
        return command;
    }

    private static int Explain(string id)
    {
        if (ErrorPages.Find(id) is { } page)
        {
            Console.Out.Write(page);
            return ExitCode.Done;
        }
        throw new CommandFailed(
            ExitCode.WrongUsage,
            new UnknownPage(Location.OfFile("explain"), id, [.. NearestName.Find(id, ErrorPages.Ids)])
        );
    }
}
