using System.CommandLine;
using System.Globalization;
using DynCompile.CommandLine;
using DynCompile.CommandLine.Commands;
using DynCompile.Graph;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Compiles dynamic neural networks: models whose path depends on the input.")
{
    CheckCommand.Create(),
    BuildCommand.Create(),
    RunCommand.Create(),
    InspectCommand.Create(),
    ExplainCommand.Create(),
    DoctorCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
        Console.Error.WriteLine($"error: {error.Message}");
    Console.Error.WriteLine("more: dyncc --help");
    return ExitCode.WrongUsage;
}
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CommandFailed failed)
{
    Terminal.Show(failed.Diagnostics);
    return failed.ExitCode;
}
catch (OutOfMemoryException)
{
    Console.Error.WriteLine("error: there is not enough memory for this model and batch");
    return ExitCode.Limit;
}
catch (Exception bug)
{
    return BugReport.Write(bug, args);
}
