using System.CommandLine;
using System.Text.RegularExpressions;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc new NAME [-o DIR]</c></summary>
internal static partial class NewCommand
{
    private const string Sample = "digits";

    // The model first: without it the others are of no use.
    private static readonly string[] Endings = [".dnn", ".safetensors", ".inputs.safetensors", ".expected.safetensors"];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The model's name: letters, digits, `_` and `-`, a letter first." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder; a new one of that name unless given.",
            HelpName = "DIR",
        };
        var command = new Command(
            "new",
            "Makes a small model that runs: early exits on printed digits, with trained weights, inputs and expected results.\nExample: dyncc new my_digits"
        )
        {
            name,
            output,
        };
        command.SetAction(p => Run(p.GetRequiredValue(name), p.GetValue(output)));
        return command;
    }

    private static int Run(string name, string? output)
    {
        if (!NameForm().IsMatch(name) || DeviceName().IsMatch(name))
            throw CommonOptions.Wrong("NAME", $"`{name}` is no name for a model: letters, digits, `_` and `-`, a letter first, 64 at most");
        string folder = output ?? name;
        string[] files = [.. Endings.Select(e => Path.Combine(folder, name + e))];
        if (files.FirstOrDefault(Path.Exists) is { } taken)
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(taken), "it exists already"));
        bool isNewFolder = !Directory.Exists(folder);
        DataFile.Writing(folder, () => Directory.CreateDirectory(folder));
        try
        {
            for (int i = 0; i < files.Length; i++)
                Write(files[i], Endings[i], ClassName(name));
        }
        catch
        {
            Remove(files, isNewFolder ? folder : null);
            throw;
        }
        foreach (string file in files)
            Console.Out.WriteLine(file);
        Terminal.Note($"run it: dyncc run {files[0]} --labels label --expect {files[^1]} --draw 3");
        return ExitCode.Done;
    }

    private static void Write(string file, string ending, string model) =>
        DataFile.Writing(
            file,
            () =>
                Tensors.AtomicFile.Write(
                    file,
                    stream =>
                    {
                        using Stream sample = typeof(NewCommand).Assembly.GetManifestResourceStream("new/" + Sample + ending)!;
                        if (ending != ".dnn")
                        {
                            sample.CopyTo(stream);
                            return;
                        }
                        using var reader = new StreamReader(sample);
                        string text = reader.ReadToEnd().Replace("model Digits(", $"model {model}(", StringComparison.Ordinal);
                        using var writer = new StreamWriter(stream, leaveOpen: true);
                        writer.Write(text);
                    }
                )
        );

    // Half a model is worse than none.
    private static void Remove(string[] files, string? folder)
    {
        try
        {
            foreach (string file in files)
                File.Delete(file);
            if (folder is not null)
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.Note($"what was begun in {Path.GetDirectoryName(files[0])} could not be removed: {e.Message}");
        }
    }

    // my_digits ==> MyDigits
    private static string ClassName(string name) =>
        string.Concat(name.Split('_', '-').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}\\z")]
    private static partial Regex NameForm();

    // No file can be called so on Windows.
    [GeneratedRegex("^(con|prn|aux|nul|com[0-9]|lpt[0-9])\\z", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
