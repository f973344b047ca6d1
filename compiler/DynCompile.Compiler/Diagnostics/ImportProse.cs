using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>The words for DYN0300–0319.</summary>
internal static class ImportProse
{
    private const string ProjectFolder = "the project's folder is the folder of the model, or the one that `--root` names.";

    public static Wording? Of(Diagnostic diagnostic) =>
        diagnostic switch
        {
            ImportNotFound e => new($"there is no file `{e.Path}`{(IsFile(e) ? "" : $": no folder is called `{e.Part}`")}")
            {
                Why = "an import names a file from the folder of the file that it stands in; capital letters count.",
                Hint = HintForMissing(e),
            },
            BadImportPath e => new($"{InCode(e.Path)} is not the path of an import: {e.Problem}")
            {
                Why = "an import names a file from the folder of the file that it stands in, with `/` between folders.",
                Hint = "write, for example, `import \"layers.dnn\"` or `import \"parts/attention.dnn\"`.",
            },
            ImportOutside { Link: { } link } e => new($"`{e.Path}` leads out of the project's folder: `{link}` is a link to another place")
            {
                Why = $"a program's files stay below the project's folder; {ProjectFolder}",
                Hint = "copy the file into the project.",
            },
            ImportOutside e => new($"`{e.Path}` leads out of the project's folder")
            {
                Why = $"a program's files stay below the project's folder; {ProjectFolder}",
                Hint = "name a folder above both files with `--root DIR`, or move the file.",
            },
            ImportNotReadable e => new($"`{e.Path}` cannot be imported: {e.Reason}"),
            ImportCycle { Imports.Length: 1 } e => new($"`{e.Location.Source.Path}` imports itself")
            {
                Why = "what a file declares is visible in all of it.",
                Hint = "leave the import out.",
            },
            ImportCycle e => new($"files import each other in a circle: {Circle(e)}")
            {
                Notes = [.. e.Imports.Items.Take(e.Imports.Length - 1).Select(import => new PlaceNote(import, "in the circle"))],
                Why = "blocks do not recurse, so files need not know each other both ways.",
                Hint = "move what both use into a file of its own.",
            },
            NameInTwoFiles e => new($"`{e.Name}` is in `{e.First.Source.Path}` and in `{e.Second.Source.Path}`")
            {
                Notes = [new(e.First, "declared here"), new(e.Second, "and here")],
                Why = "a file sees its own blocks and helpers and those of the files that it imports, each under one name.",
                Hint = "rename one of the two, or import only one of the files.",
            },
            ProgramTooLarge e => new($"with this file the program has more than {e.Limit} {e.What}")
            {
                Why = $"a program has at most {e.Limit} {e.What}, those of its imports included.",
            },
            UnusedImport { First: { } first } e => new($"`{e.Path}` is imported twice")
            {
                Notes = [new(first, "first here")],
                Hint = "leave one of the two out.",
            },
            UnusedImport e => new($"nothing of `{e.Path}` is used here")
            {
                Why = "an import brings a file's blocks and helpers, not those of the files that it imports itself, and never its model.",
                Hint = "leave the import out.",
            },
            _ => null,
        };

    private static bool IsFile(ImportNotFound e) => e.Path == e.Part || e.Path.EndsWith("/" + e.Part, StringComparison.Ordinal);

    private static string? HintForMissing(ImportNotFound e)
    {
        if (NearestName.Find(e.Part, e.Neighbours) is { Count: > 0 } nearest)
            return $"did you mean {Prose.AnyOf(nearest)}?";
        string what = IsFile(e) ? "files" : "folders";
        return e.Neighbours.Length is > 0 and <= 5 ? $"{what} there: {Prose.AllOf(e.Neighbours)}." : null;
    }

    // a.dnn → b.dnn → a.dnn
    private static string Circle(ImportCycle e) =>
        string.Join(" → ", e.Imports.Items.Select(import => import.Source.Path).Append(e.Imports[0].Source.Path));

    // What is wrong may be what would not show.
    private static string InCode(string path) =>
        path.Length is 0 or > 100
        || path.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format)
            ? "this"
            : $"`{path}`";
}
