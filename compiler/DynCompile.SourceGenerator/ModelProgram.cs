using System.Collections.Immutable;
using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.SourceGenerator;

/// <summary>A model's file with all that its compilation reads: equal ones compile to the same, whatever else changed in the project.</summary>
/// <param name="Imports">What every import leads to.</param>
/// <param name="HasModel">Whether a model could be read in the file; one without is there for others to import.</param>
internal sealed record ModelProgram(ModelFile File, EquatableArray<ModelProgram.Import> Imports, bool HasModel) : ISourceResolver
{
    public sealed record Import(string Path, SourceLookup Answer);

    public string Main => File.Path;

    public static ModelProgram Of(ModelFile file, ImmutableArray<ModelFile> all)
    {
        var files = new ProjectFiles(file, all);
        ProgramSyntax program = ImportLoader.Load(file.Source, files, new DiagnosticBag());
        EquatableArray<Import> imports = files.Asked.Select(a => new Import(a.Path, a.Answer)).ToEquatableArray();
        return new ModelProgram(file, imports, program.Main.Unit.Model is not null);
    }

    public SourceLookup Find(string path) =>
        Imports.FirstOrDefault(i => i.Path == path)?.Answer ?? new SourceLookup.Missing(path, EquatableArray.Create<string>([]));
}
