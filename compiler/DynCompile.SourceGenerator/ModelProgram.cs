using System.Collections.Immutable;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.SourceGenerator;

/// <summary>A model's file with all that its compilation reads: equal ones compile to the same, whatever else changed in the project.</summary>
/// <param name="Imports">What every import leads to.</param>
/// <param name="Name">Where the model's name stands; null when no model could be read, as in a file that others import.</param>
internal sealed record ModelProgram(ModelFile File, EquatableArray<ModelProgram.Import> Imports, Location? Name) : ISourceResolver
{
    public sealed record Import(string Path, SourceLookup Answer);

    public string Main => File.Path;

    public static ModelProgram Of(ModelFile file, ImmutableArray<ModelFile> all)
    {
        var files = new ProjectFiles(file, all);
        ProgramSyntax program = ImportLoader.Load(file.Source, files, new DiagnosticBag());
        EquatableArray<Import> imports = files.Asked.Select(a => new Import(a.Path, a.Answer)).ToEquatableArray();
        return new ModelProgram(file, imports, program.Main.Unit.Model?.Name.Location);
    }

    public SourceLookup Find(string path) =>
        Imports.FirstOrDefault(i => i.Path == path)?.Answer ?? new SourceLookup.Missing(path, EquatableArray.Create<string>([]));
}
