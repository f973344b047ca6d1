using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>
/// Parses a program's main file and all that it imports, directly or through others: each file once, without recursion, and never more
/// than the limits. The files are untrusted, so a path is judged before anything looks for it.
/// </summary>
public sealed class ImportLoader
{
    /// <summary>More files than this are no program that a person wrote.</summary>
    public const int MostFiles = 256;

    /// <summary>All files together; in UTF-16 units.</summary>
    public const int LongestProgram = Parser.LongestFile;

    private readonly ISourceResolver? resolver;
    private readonly DiagnosticBag diagnostics;
    private readonly List<CompilationUnit> units = [];
    private readonly List<string> paths = [];
    private readonly List<List<ImportedFile>> imports = [];
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private long length;

    private ImportLoader(ISourceResolver? resolver, DiagnosticBag diagnostics)
    {
        this.resolver = resolver;
        this.diagnostics = diagnostics;
    }

    /// <summary>
    /// The program that begins with a file. With errors in <paramref name="diagnostics"/> it lacks what did not parse or was not found.
    /// </summary>
    /// <param name="resolver">Null for a text that stands in no folder: nothing is beside it.</param>
    public static ProgramSyntax Load(SourceText main, ISourceResolver? resolver, DiagnosticBag diagnostics)
    {
        var loader = new ImportLoader(resolver, diagnostics);
        loader.Add(resolver?.Main ?? "", main);
        // Files that an import adds wait at the end of the list.
        for (int file = 0; file < loader.units.Count && loader.FollowImports(file); file++) { }
        var program = new ProgramSyntax([
            .. loader.units.Select((unit, i) => new ProgramFile(loader.paths[i], unit, [.. loader.imports[i]])),
        ]);
        ImportCycles.Report(program, diagnostics);
        return program;
    }

    private int Add(string path, SourceText source)
    {
        int file = units.Count;
        known[path] = file;
        paths.Add(path);
        imports.Add([]);
        length += source.Text.Length;
        units.Add(Parser.Parse(source, diagnostics));
        return file;
    }

    /// <summary>False when a limit ends the search.</summary>
    private bool FollowImports(int file)
    {
        foreach (ImportDeclaration import in units[file].Imports)
        {
            if (Find(file, import) is not { } lookup)
                continue;
            if (!known.TryGetValue(lookup.Path, out int imported))
            {
                if (TooLarge(import, lookup.Source) is { } limit)
                {
                    diagnostics.Report(limit);
                    return false;
                }
                imported = Add(lookup.Path, lookup.Source);
            }
            imports[file].Add(new ImportedFile(import, imported));
        }
        return true;
    }

    private ProgramTooLarge? TooLarge(ImportDeclaration import, SourceText next)
    {
        if (units.Count == MostFiles)
            return new ProgramTooLarge(import.Location, "files", MostFiles);
        return length + next.Text.Length > LongestProgram ? new ProgramTooLarge(import.Location, "characters", LongestProgram) : null;
    }

    /// <summary>The file that an import names; null when there is none, which is reported.</summary>
    private SourceLookup.Found? Find(int importing, ImportDeclaration import)
    {
        string path = import.Path.Value;
        Location place = import.Path.Location;
        if (ImportPath.ProblemOf(path) is { } problem)
        {
            diagnostics.Report(new BadImportPath(place, path, problem));
            return null;
        }
        if (ImportPath.Resolve(paths[importing], path) is not { } resolved)
        {
            diagnostics.Report(new ImportOutside(place, path, Link: null));
            return null;
        }
        if (known.TryGetValue(resolved, out int file))
            return new SourceLookup.Found(resolved, units[file].Location.Source);
        switch (resolver?.Find(resolved) ?? new SourceLookup.Missing(resolved, []))
        {
            case SourceLookup.Found found:
                return found;
            case SourceLookup.Outside outside:
                diagnostics.Report(new ImportOutside(place, path, outside.Link));
                return null;
            case SourceLookup.Refused refused:
                diagnostics.Report(new ImportNotReadable(place, path, refused.Reason));
                return null;
            case SourceLookup.Missing missing:
                diagnostics.Report(new ImportNotFound(place, path, missing.Part, missing.Neighbours));
                return null;
            default:
                throw new InvalidOperationException($"{resolved} is neither there nor missing");
        }
    }
}
