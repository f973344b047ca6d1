using DynCompile.Fuzzing.Programs;
using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Properties;

/// <summary>A generated program. The seed makes it again, and its weights and inputs.</summary>
internal sealed record FuzzedProgram(ulong Seed, CompilationUnit Unit)
{
    private const int SmallestSize = 3;
    private const int SizeCount = 24;

    public string Text { get; } = SourceWriter.Write(Unit);

    /// <summary>Programs of all sizes, by seed.</summary>
    public static FuzzedProgram Of(ulong seed)
    {
        int size = SmallestSize + (int)(seed % SizeCount);
        return new FuzzedProgram(seed, ProgramGenerator.Program.Sample(1, new Rnd(seed), size)[0]);
    }
}
