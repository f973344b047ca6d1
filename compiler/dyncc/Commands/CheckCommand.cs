using System.CommandLine;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc check MODEL.dnn</c></summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        var command = new Command("check", "Reports the errors and warnings of a model.\nExample: dyncc check lenet.dnn") { model };
        command.SetAction(parsed =>
        {
            ModelSource.Check(ModelSource.Read(parsed.GetRequiredValue(model)));
            return ExitCode.Done;
        });
        return command;
    }
}
