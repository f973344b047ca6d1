using System.CommandLine;
using DynCompile.Diagnostics;
using DynCompile.Syntax.Formatting;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc fmt [PATH…]</c></summary>
internal static class FmtCommand
{
    private const string StandardInput = "-";

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description =
                "Files, or folders with all .dnn files below; the current folder unless given. `-` reads stdin and writes stdout.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Writes nothing; names the files that would change, and ends with 1." };
        var command = new Command(
            "fmt",
            "Formats programs in place: indentation, spaces, blank lines and columns. Files with syntax errors stay as they are.\n"
                + "Example: dyncc fmt --check examples"
        )
        {
            paths,
            check,
        };
        command.SetAction(parsed => Format(parsed.GetRequiredValue(paths), parsed.GetValue(check)));
        return command;
    }

    private static int Format(string[] paths, bool isCheck)
    {
        if (paths is [StandardInput])
            return FormatStandardInput(isCheck);
        if (paths.Contains(StandardInput))
            throw new CommandFailed(
                ExitCode.WrongUsage,
                new BadOption(Location.OfFile(StandardInput), StandardInput, "stands alone: stdin has one program")
            );
        int exit = ExitCode.Done;
        int count = 0;
        foreach (string path in ProgramFile.Find(paths is [] ? ["."] : paths))
        {
            count++;
            try
            {
                if (!IsFormatted(path, isCheck) && isCheck)
                    exit = ExitCode.WrongInput;
            }
            // One file's errors keep nobody from formatting the others.
            catch (CommandFailed failed)
            {
                Terminal.Show(failed);
                exit = ExitCode.WrongInput;
            }
        }
        if (count == 0)
            Terminal.Note("there are no .dnn files here.");
        return exit;
    }

    /// <summary>Formats a file and prints its name when it changes; false when it does.</summary>
    private static bool IsFormatted(string path, bool isCheck)
    {
        ProgramFile file = ProgramFile.Read(path);
        ProgramFile formatted = Formatted(file);
        if (formatted == file)
            return true;
        if (!isCheck)
            formatted.Save();
        Console.Out.WriteLine(path);
        return false;
    }

    private static int FormatStandardInput(bool isCheck)
    {
        using Stream input = Console.OpenStandardInput();
        ProgramFile file = ProgramFile.Read("(stdin)", input);
        ProgramFile formatted = Formatted(file);
        if (isCheck)
        {
            if (formatted == file)
                return ExitCode.Done;
            Console.Out.WriteLine(file.Path);
            return ExitCode.WrongInput;
        }
        using Stream output = Console.OpenStandardOutput();
        formatted.Write(output);
        return ExitCode.Done;
    }

    private static ProgramFile Formatted(ProgramFile file)
    {
        var diagnostics = new DiagnosticBag();
        string? text = Formatter.Format(new SourceText(file.Path, file.Text), diagnostics);
        return text is not null ? file with { Text = text } : throw new CommandFailed(diagnostics);
    }
}
