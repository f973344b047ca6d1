using System.CommandLine;
using DynCompile.Binding;
using DynCompile.Diagnostics;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc check MODEL.dnn</c></summary>
internal static class CheckCommand
{
    public const string Name = "check";

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> root = CommonOptions.Root();
        var command = new Command(Name, "Reports the errors and warnings of a model.\nExample: dyncc check examples/digits/digits.dnn")
        {
            model,
            root,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            if (ModelSource.Check(ModelSource.Read(path), ProjectFolder.Of(path, parsed.GetValue(root))) is { } library)
                Terminal.Note($"`{path}` has no model; it is for others to import. {Describe(library)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Describe(Library library)
    {
        string bound = library.Checked.IsEmpty ? "" : $"checked: {Prose.AllOf(library.Checked)}. ";
        string open = library.Open.IsEmpty ? "" : $"checked where models call them, which fix their sizes: {Prose.AllOf(library.Open)}. ";
        return $"{bound}{open}".TrimEnd();
    }
}
