using DynCompile.Binding;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Reads and compiles the model that a command names; errors go to stderr.</summary>
internal static class ModelSource
{
    public static SourceText Read(string path)
    {
        Location place = Location.OfFile(path);
        if (Directory.Exists(path))
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the model", "it is a folder"));
        try
        {
            if (!File.Exists(path))
                throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, "the model"));
            (string? text, string problem) = Utf8File.Read(path);
            return text is not null
                ? new SourceText(path, text)
                : throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the model", problem));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the model", e.Message));
        }
    }

    /// <summary>The compiled model; diagnostics of a wrong one end the command.</summary>
    public static Compilation Compile(SourceText source, CompilationOptions options)
    {
        var diagnostics = new DiagnosticBag();
        Compilation? compilation = Compilation.Compile(source, options, diagnostics);
        if (compilation is null)
            throw new CommandFailed(diagnostics);
        Terminal.Show(diagnostics.Sorted());
        return compilation;
    }

    /// <summary>The C# of a compiled model; what the cpu target cannot do ends the command.</summary>
    public static string EmitCSharp(Compilation compilation)
    {
        var diagnostics = new DiagnosticBag();
        return compilation.EmitCSharp(diagnostics) ?? throw new CommandFailed(diagnostics);
    }

    /// <summary>Reports what is wrong with a file; gives what was checked of one without a model.</summary>
    public static Library? Check(SourceText source, ProjectFolder folder)
    {
        var diagnostics = new DiagnosticBag();
        Compilation.CheckFile(source, diagnostics, folder, out Library? library);
        if (diagnostics.HasErrors)
            throw new CommandFailed(diagnostics);
        Terminal.Show(diagnostics.Sorted());
        return library;
    }
}
