using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>
/// The blocks and helpers that each file of a program sees: its own, and those of the files that it imports itself. A name means what the
/// file says in which it is written, so a block keeps its meaning wherever it is imported.
/// </summary>
internal sealed class TopLevelNames
{
    private readonly Dictionary<SourceText, Dictionary<string, SyntaxNode>> _visible = [];
    private readonly ProgramSyntax _program;

    private TopLevelNames(ProgramSyntax program) => _program = program;

    /// <summary>The names of a program; those that are declared twice and imports without a use are reported.</summary>
    public static TopLevelNames Of(ProgramSyntax program, DiagnosticBag diagnostics)
    {
        var names = new TopLevelNames(program);
        foreach (ProgramFile file in program.Files)
            names._visible[file.Source] = names.VisibleIn(file, diagnostics);
        if (!diagnostics.HasErrors)
        {
            foreach (ProgramFile file in program.Files.Where(f => !f.Imports.IsEmpty))
                names.ReportUnusedImports(file, diagnostics);
        }
        return names;
    }

    /// <summary>The block that a name means in a file.</summary>
    public BlockDeclaration? FindBlock(string name, SourceText file) => Find(name, file) as BlockDeclaration;

    /// <summary>The helper that a name means in a file.</summary>
    public FunctionDeclaration? FindHelper(string name, SourceText file) => Find(name, file) as FunctionDeclaration;

    /// <summary>All blocks that a file sees, for suggestions.</summary>
    public IEnumerable<string> BlocksVisibleIn(SourceText file) =>
        _visible[file].Where(n => n.Value is BlockDeclaration).Select(n => n.Key);

    /// <summary>A file that declares a name, though it is not visible where it was looked for; null when none does.</summary>
    public string? FileDeclaring(string name) => _program.Files.FirstOrDefault(f => Declared(f).Any(d => d.Name.Text == name))?.Source.Path;

    /// <summary>The name of the model or block that a function of the graph was bound from; null when it has none in this file.</summary>
    public Identifier? NameOf(string function, SourceText file)
    {
        CompilationUnit unit = _program.Files.First(f => f.Source.Equals(file)).Unit;
        return unit.Model?.Name.Text == function ? unit.Model.Name : unit.Blocks.FirstOrDefault(b => b.Name.Text == function)?.Name;
    }

    private SyntaxNode? Find(string name, SourceText file) => _visible[file].TryGetValue(name, out SyntaxNode? found) ? found : null;

    private Dictionary<string, SyntaxNode> VisibleIn(ProgramFile file, DiagnosticBag diagnostics)
    {
        var visible = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        var places = new Dictionary<string, Location>(StringComparer.Ordinal);
        foreach ((Identifier name, SyntaxNode declaration) in Declared(file))
        {
            if (places.TryGetValue(name.Text, out Location first))
                diagnostics.Report(new AlreadyDeclared(name.Location, name.Text, first));
            else
                Add(name, declaration);
        }
        foreach (ImportedFile import in FirstImports(file))
        {
            foreach ((Identifier name, SyntaxNode declaration) in Declared(_program.Files[import.File]))
            {
                if (!places.TryGetValue(name.Text, out Location first))
                    Add(name, declaration);
                else if (!first.Source.Equals(name.Location.Source))
                    diagnostics.Report(new NameInTwoFiles(import.Declaration.Location, name.Text, first, name.Location));
            }
        }
        return visible;

        void Add(Identifier name, SyntaxNode declaration)
        {
            visible.Add(name.Text, declaration);
            places.Add(name.Text, name.Location);
        }
    }

    private void ReportUnusedImports(ProgramFile file, DiagnosticBag diagnostics)
    {
        HashSet<string> used = UsedIn(file.Unit);
        ImportedFile[] kept = [.. FirstImports(file)];
        foreach (ImportedFile import in file.Imports)
        {
            ImportedFile first = kept.First(k => k.File == import.File);
            string path = import.Declaration.Path.Value;
            if (!ReferenceEquals(first, import))
                diagnostics.Report(new UnusedImport(import.Declaration.Location, path, first.Declaration.Location));
            else if (!Declared(_program.Files[import.File]).Any(d => used.Contains(d.Name.Text)))
                diagnostics.Report(new UnusedImport(import.Declaration.Location, path, First: null));
        }
    }

    /// <summary>Every name that could mean a block or a helper.</summary>
    private static HashSet<string> UsedIn(CompilationUnit unit)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<SyntaxNode>();
        waiting.Push(unit);
        while (waiting.Count > 0)
        {
            SyntaxNode node = waiting.Pop();
            if (node is NameExpression name)
                used.Add(name.Name);
            else if (node is LayerDeclaration layer)
                used.Add(layer.Constructor.Text);
            foreach (SyntaxNode child in SyntaxTree.Children(node))
                waiting.Push(child);
        }
        return used;
    }

    private static IEnumerable<ImportedFile> FirstImports(ProgramFile file) =>
        file.Imports.GroupBy(i => i.File).Select(same => same.First());

    private static IEnumerable<(Identifier Name, SyntaxNode Declaration)> Declared(ProgramFile file) =>
        file.Unit.Blocks.Select(b => (b.Name, (SyntaxNode)b)).Concat(file.Unit.Functions.Select(f => (f.Name, (SyntaxNode)f)));
}
