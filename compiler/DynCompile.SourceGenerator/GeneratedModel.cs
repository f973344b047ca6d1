using System.Globalization;
using System.Text;
using DynCompile.Backends.CSharp;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.SourceGenerator;

/// <summary>What a .dnn file becomes.</summary>
/// <param name="FileName">Of the generated file.</param>
/// <param name="Class">The full name of its class; null when there is none.</param>
/// <param name="Name">Where the model's name stands.</param>
/// <param name="Code">Null for a file without a model.</param>
internal sealed record GeneratedModel(string FileName, string? Class, Location? Name, string? Code, EquatableArray<Finding> Findings)
{
    /// <summary>The models without those that would be a class a second time; these become findings.</summary>
    public static IEnumerable<GeneratedModel> WithDistinctClasses(IEnumerable<GeneratedModel> models)
    {
        var first = new Dictionary<string, Location>(StringComparer.Ordinal);
        foreach (GeneratedModel model in models)
        {
            if (model is not { Class: { } name, Name: { } place })
                yield return model;
            else if (!first.TryGetValue(name, out Location other))
            {
                first.Add(name, place);
                yield return model;
            }
            else
                yield return model with
                {
                    Code = null,
                    Findings = model.Findings.Add(Finding.Of(new ClassTwice(place, name, other))),
                };
        }
    }

    public static GeneratedModel Of(ModelProgram program, bool hasTensorSpans, SourcePaths paths, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SourceText source = program.File.Source;
        var options = new CSharpOptions(
            program.File.Namespace,
            Weights: program.File.Weights,
            HasTensorSpans: hasTensorSpans,
            LinePath: paths.NameOf
        );
        var diagnostics = new DiagnosticBag();
        var findings = new List<Finding>();
        string? code = null;
        try
        {
            code = Compile(program, options, diagnostics);
        }
        catch (CompilerBugException bug)
        {
            findings.Add(Finding.OfBug(bug.Id, bug.Message, source));
        }
        findings.AddRange(diagnostics.Sorted().Select(Finding.Of));
        if (code is null && findings.Any(f => f.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error))
            code = Compilation.Outline(source) is { } outline ? CSharpBackend.EmitStub(outline, options) : null;
        string? name = program.Name is { } declared ? $"{options.Namespace}.{CSharpBackend.ClassNameOf(declared.Text, options)}" : null;
        return new GeneratedModel(FileNameOf(program.File.Path), name, program.Name, code, findings.ToEquatableArray());
    }

    private static string? Compile(ModelProgram program, CSharpOptions options, DiagnosticBag diagnostics)
    {
        if (program.Name is null)
        {
            Compilation.CheckFile(program.File.Source, diagnostics, program, out _);
            return null;
        }
        var compilation = Compilation.Compile(program.File.Source, new CompilationOptions(options, Imports: program), diagnostics);
        return compilation?.EmitCSharp(diagnostics);
    }

    // nets/a-b.dnn ==> nets.a(2d)b.dnn.g.cs: one name for each path, of characters that Roslyn takes.
    private static string FileNameOf(string path)
    {
        var name = new StringBuilder();
        foreach (char c in path)
        {
            if (c == '/')
                name.Append('.');
            else if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_')
                name.Append(c);
            else if (c == '.')
                name.Append('-');
            else
                name.Append('(').Append(((int)c).ToString("x", CultureInfo.InvariantCulture)).Append(')');
        }
        return name.Append(".g.cs").ToString();
    }
}
