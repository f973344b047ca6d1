using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>Finds files that import each other in a circle.</summary>
internal static class ImportCycles
{
    private enum Visit
    {
        None,
        Open,
        Done,
    }

    /// <summary>Reports each import that leads back to a file on the way to it, with the whole circle.</summary>
    public static void Report(ProgramSyntax program, DiagnosticBag diagnostics)
    {
        var visits = new Visit[program.Files.Length];
        // The way from the main file to where the search stands, and how many imports of each file it has followed.
        var way = new List<(int File, int Followed)> { (0, 0) };
        visits[0] = Visit.Open;
        while (way.Count > 0)
        {
            (int file, int followed) = way[way.Count - 1];
            if (followed == program.Files[file].Imports.Length)
            {
                visits[file] = Visit.Done;
                way.RemoveAt(way.Count - 1);
                continue;
            }
            way[way.Count - 1] = (file, followed + 1);
            int next = program.Files[file].Imports[followed].File;
            if (visits[next] == Visit.Open)
                diagnostics.Report(CycleOf(program, way.SkipWhile(step => step.File != next)));
            else if (visits[next] == Visit.None)
            {
                visits[next] = Visit.Open;
                way.Add((next, 0));
            }
        }
    }

    private static ImportCycle CycleOf(ProgramSyntax program, IEnumerable<(int File, int Followed)> circle)
    {
        EquatableArray<Location> imports =
        [
            .. circle.Select(step => program.Files[step.File].Imports[step.Followed - 1].Declaration.Location),
        ];
        return new ImportCycle(imports[^1], imports);
    }
}
