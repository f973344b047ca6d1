using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>The trees of a program: its main file first, then each imported file once, in the order in which imports meet them.</summary>
public sealed record ProgramSyntax(EquatableArray<ProgramFile> Files)
{
    public ProgramFile Main => Files[0];

    /// <summary>The texts of all files.</summary>
    public SourceSet Sources => new(Main.Source, Files.Skip(1).Select(file => (file.Path, file.Source)));
}

/// <summary>A file of a program.</summary>
/// <param name="Path">From the project's folder.</param>
/// <param name="Imports">Those of its imports that were found.</param>
public sealed record ProgramFile(string Path, CompilationUnit Unit, EquatableArray<ImportedFile> Imports)
{
    public SourceText Source => Unit.Location.Source;
}

/// <summary>An import and the file that it brings, by its place in the program.</summary>
public sealed record ImportedFile(ImportDeclaration Declaration, int File);
