using System.CommandLine;
using System.Globalization;
using DynCompile.CommandLine.Commands;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>The command line: finds the command, and turns every way of failing into a message and an exit code.</summary>
internal static class Dyncc
{
    public static int Run(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Command check = CheckCommand.Create();
        Option<string> format = CommonOptions.Format();
        var root = new RootCommand("Compiles dynamic neural networks: models whose path depends on the input.")
        {
            check,
            FmtCommand.Create(),
            BuildCommand.Create(),
            RunCommand.Create(),
            BenchCommand.Create(),
            CompareCommand.Create(),
            InspectCommand.Create(),
            ExplainCommand.Create(),
            NewCommand.Create(),
            DoctorCommand.Create(),
            format,
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                Console.Error.WriteLine($"error: {error.Message}");
            if (Suggestion(parsed) is { } suggestion)
                Console.Error.WriteLine($"hint: did you mean `{suggestion}`?");
            Console.Error.WriteLine("more: dyncc --help");
            return ExitCode.WrongUsage;
        }
        Terminal.Begin(CommonOptions.FormatOf(parsed.GetRequiredValue(format)));
        int exit = Invoke(parsed, args);
        // Of `check` the diagnostics are the result.
        Terminal.End(parsed.CommandResult.Command == check ? Console.Out : Console.Error);
        return exit;
    }

    /// <summary>The command or option that is nearest to the first word that is neither; null when none is near.</summary>
    private static string? Suggestion(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] known =
        [
            .. command.Subcommands.Select(c => c.Name),
            .. command.Options.SelectMany(o => o.Aliases.Prepend(o.Name)),
            .. command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive).Select(o => o.Name),
        ];
        return parsed.UnmatchedTokens.SelectMany(word => NearestName.Find(word, known)).FirstOrDefault();
    }

    private static int Invoke(ParseResult parsed, string[] args)
    {
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailed failed)
        {
            Terminal.Show(failed.Diagnostics);
            return failed.ExitCode;
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientMemoryException)
        {
            Terminal.Show([
                new LimitReached(Location.OfFile("memory"), $"there is not enough memory for this model and batch: {e.Message}"),
            ]);
            return ExitCode.Limit;
        }
        catch (Exception bug)
        {
            return BugReport.Write(bug, args);
        }
    }
}
