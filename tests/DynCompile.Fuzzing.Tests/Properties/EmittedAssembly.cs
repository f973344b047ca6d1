using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using DynCompile.Runtime;
using DynCompile.Tensors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynCompile.Fuzzing.Properties;

/// <summary>The emitted classes of many programs in one assembly, which goes when it is disposed.</summary>
internal sealed class EmittedAssembly : IDisposable
{
    private static readonly MetadataReference[] References =
    [
        .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator)
            .Where(p =>
                Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard.dll")
            )
            .Append(typeof(CompiledModel).Assembly.Location)
            .Append(typeof(Tensor).Assembly.Location)
            .Distinct()
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private readonly AssemblyLoadContext _context = new("fuzzed", isCollectible: true);
    private readonly Assembly _assembly;

    private EmittedAssembly(MemoryStream image)
    {
        // The emitted code shares our own runtime.
        _context.Resolving += (_, name) => AssemblyLoadContext.Default.LoadFromAssemblyName(name);
        _assembly = _context.LoadFromStream(image);
    }

    /// <summary>Compiles texts as a strict consumer would: with nullable, and no warning is let pass.</summary>
    /// <param name="problems">What is wrong, by the text's path.</param>
    public static EmittedAssembly? Compile(IReadOnlyList<(string Path, string Code)> texts, out ILookup<string, string> problems)
    {
        var compilation = CSharpCompilation.Create(
            "Fuzzed",
            texts.Select(t => CSharpSyntaxTree.ParseText(t.Code, new CSharpParseOptions(LanguageVersion.CSharp13), t.Path)),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error
            )
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        problems = result
            .Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(d => d.Location.SourceTree?.FilePath ?? "", d => d.ToString());
        if (!result.Success)
            return null;
        image.Position = 0;
        return new EmittedAssembly(image);
    }

    /// <summary>A program's model with its weights.</summary>
    public CompiledModel Create(string @namespace, WeightSet weights)
    {
        Type type = _assembly.GetTypes().Single(t => t.Namespace == @namespace && t.IsPublic && t.IsSubclassOf(typeof(CompiledModel)));
        MethodInfo create = type.GetMethod("Create", [typeof(WeightSet)])!;
        try
        {
            return (CompiledModel)create.Invoke(null, [weights])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    public void Dispose() => _context.Unload();
}
