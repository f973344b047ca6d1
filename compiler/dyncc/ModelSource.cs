using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Reads and compiles the model that a command names; errors go to stderr.</summary>
internal static class ModelSource
{
    /// <summary>More than any program that a person writes; reading stops before memory does.</summary>
    private const long MostBytes = 64 << 20;

    public static SourceText Read(string path)
    {
        Location place = Location.OfFile(path);
        if (Directory.Exists(path))
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the model", "it is a folder"));
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, "the model"));
            if (file.Length > MostBytes)
                throw new CommandFailed(
                    ExitCode.WrongInput,
                    new FileNotReadable(place, "the model", $"it has {file.Length} bytes, more than {MostBytes}")
                );
            return new SourceText(path, File.ReadAllText(path));
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
            throw new CommandFailed(ExitCode.WrongInput, [.. diagnostics.Sorted()]);
        Terminal.Show(diagnostics.Sorted());
        return compilation;
    }

    /// <summary>The C# of a compiled model; what the cpu target cannot do ends the command.</summary>
    public static string EmitCSharp(Compilation compilation)
    {
        var diagnostics = new DiagnosticBag();
        return compilation.EmitCSharp(diagnostics) ?? throw new CommandFailed(ExitCode.WrongInput, [.. diagnostics.Sorted()]);
    }

    /// <summary>The model's graph as it was bound, for commands that go no further.</summary>
    public static ModelGraph Check(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        ModelGraph? graph = Compilation.Check(source, diagnostics);
        if (graph is null)
            throw new CommandFailed(ExitCode.WrongInput, [.. diagnostics.Sorted()]);
        Terminal.Show(diagnostics.Sorted());
        return graph;
    }
}
