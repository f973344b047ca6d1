using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Stages;

/// <summary>What stands behind `///` becomes documentation of the class and nothing else.</summary>
public class DocumentationTests
{
    [Theory]
    [InlineData('\u0085')]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\f')]
    [InlineData('\u0001')]
    public void No_character_ends_the_comment_in_the_emitted_class(char character)
    {
        var source = new SourceText("m.dnn", $"/// first{character}#error second\nmodel M(x: f32[4]) -> (y: f32[4]) {{ return relu(x) }}");
        var diagnostics = new DiagnosticBag();
        string emitted = Compilation.Compile(source, CompilationOptions.Default, diagnostics)!.EmitCSharp(diagnostics)!;

        Assert.Contains("/// first #error second\n", emitted, StringComparison.Ordinal);
        Assert.DoesNotContain(character, emitted);
    }
}
