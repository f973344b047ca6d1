using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.TextFuzz;

/// <summary>The compiler as far as C#: what binds goes through all passes, regions, the plan and the backend, or is refused.</summary>
internal static class CompilerTarget
{
    public static Target Create(Target parser) => parser with { Name = "compiler", Run = Run };

    private static bool Run(byte[] bytes)
    {
        var source = new SourceText("model.dnn", HostileText.Decode(bytes));
        var diagnostics = new DiagnosticBag();
        if (Compilation.Compile(source, CompilationOptions.Default, diagnostics) is not { } compilation)
            return diagnostics.Sorted().Any(d => d is ModelTooLarge);
        if (compilation.EmitCSharp(diagnostics) is null && !diagnostics.HasErrors)
            throw new BrokenRuleException("neither C# nor an error");
        return false;
    }
}
