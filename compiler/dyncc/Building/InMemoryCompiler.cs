using System.Reflection;
using System.Runtime.Loader;
using DynCompile.Graph;
using DynCompile.Runtime;
using DynCompile.Tensors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DynCompile.CommandLine;

/// <summary>Compiles emitted C# with Roslyn: to the bytes of an assembly, and from those to the model's class.</summary>
internal static class InMemoryCompiler
{
    private static readonly string[] FrameworkReferences =
    [
        "System.Private.CoreLib",
        "System.Runtime",
        "System.Runtime.Intrinsics",
        "System.Collections",
        "System.Collections.Immutable",
        "System.Memory",
        "System.Linq",
    ];

    /// <summary>The bytes of an assembly. A diagnostic in emitted text is our bug.</summary>
    public static byte[] Compile(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.CSharp13));
        var compilation = CSharpCompilation.Create(
            "DynCompile.Generated",
            [tree],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                deterministic: true
            )
        );
        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(stream);
        if (!result.Success)
        {
            string problems = string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10));
            throw new CompilerBugException("DYN9100", "emit-cs", "the emitted C#", $"it does not compile:\n{problems}", code);
        }
        return stream.ToArray();
    }

    /// <summary>The model's class in a compiled assembly, made with the given weights.</summary>
    public static CompiledModel Load(byte[] assembly, WeightSet weights)
    {
        var context = new AssemblyLoadContext("model", isCollectible: true);
        // The generated code shares our own runtime.
        context.Resolving += (_, name) => AssemblyLoadContext.Default.LoadFromAssemblyName(name);
        Assembly loaded = context.LoadFromStream(new MemoryStream(assembly));
        Type model = loaded.GetTypes().Single(t => t.IsPublic && t.IsSubclassOf(typeof(CompiledModel)));
        MethodInfo create = model.GetMethod("Create", [typeof(WeightSet)])!;
        try
        {
            return (CompiledModel)create.Invoke(null, [weights])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerException).Throw();
            throw;
        }
    }

    // What Roslyn reads of an assembly stays with its reference, so all compilations share them.
    private static readonly Lazy<MetadataReference[]> References = new(FindReferences);

    private static MetadataReference[] FindReferences()
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return
        [
            .. trusted
                .Split(Path.PathSeparator)
                .Where(p => FrameworkReferences.Contains(Path.GetFileNameWithoutExtension(p)))
                .Append(typeof(CompiledModel).Assembly.Location)
                .Append(typeof(Tensor).Assembly.Location)
                .Select(p => MetadataReference.CreateFromFile(p)),
        ];
    }
}
