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
        // Nothing of a word is taken apart: `@lenet.dnn` is a file of that name.
        ParseResult parsed = Commands().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        int exit = Invoke(parsed, args);
        try
        {
            // Of `check` the diagnostics are the result.
            Terminal.End(parsed.CommandResult.Command.Name == CheckCommand.Name ? Console.Out : Console.Error);
            return exit;
        }
        catch (IOException e)
        {
            return NotWritten(e);
        }
    }

    /// <summary>All commands with their options.</summary>
    public static RootCommand Commands() =>
        new("Compiles dynamic neural networks: models whose path depends on the input.")
        {
            CheckCommand.Create(),
            FmtCommand.Create(),
            BuildCommand.Create(),
            RunCommand.Create(),
            BenchCommand.Create(),
            CompareCommand.Create(),
            InspectCommand.Create(),
            ExplainCommand.Create(),
            NewCommand.Create(),
            DoctorCommand.Create(),
            CompletionsCommand.Create(),
            CommonOptions.Format(),
        };

    private static int Invoke(ParseResult parsed, string[] args)
    {
        try
        {
            Terminal.Begin(CommonOptions.FormatOf(parsed));
            if (CommandLineErrors.Of(parsed) is { Count: > 0 } wrong)
                throw new CommandFailed(ExitCode.WrongUsage, wrong);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailed failed)
        {
            Terminal.Show(failed);
            return failed.ExitCode;
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientMemoryException)
        {
            Terminal.Show([
                new LimitReached(Location.OfFile("memory"), $"there is not enough memory for this model and batch: {e.Message}"),
            ]);
            return ExitCode.Limit;
        }
        catch (IOException e)
        {
            return NotWritten(e);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException && args is [['[', ..], ..])
        {
            // [suggest:POSITION], which shells send by themselves.
            return ExitCode.WrongUsage;
        }
        catch (Exception bug)
        {
            return BugReport.Write(bug, args);
        }
    }

    // What is wrong with a file is told where it is read or written; this is a stdout that takes no more.
    private static int NotWritten(IOException e)
    {
        Console.Error.WriteLine($"error: the output could not be written: {e.Message}");
        return ExitCode.WrongInput;
    }
}
