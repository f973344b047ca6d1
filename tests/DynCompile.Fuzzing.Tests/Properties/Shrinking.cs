using DynCompile.Fuzzing.Programs;
using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Properties;

/// <summary>Makes a finding's program as small as it gets while the same property fails.</summary>
internal static class Shrinking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Programs and their smaller ones, as FsCheck has them.</summary>
    public static Arbitrary<CompilationUnit> Programs { get; } = Arb.From(ProgramGenerator.Program, ProgramShrinker.Smaller);

    public static Finding Smallest(Finding finding)
    {
        DateTime end = DateTime.UtcNow + Patience;
        bool isSmaller = true;
        while (isSmaller && DateTime.UtcNow < end)
        {
            isSmaller = false;
            foreach (CompilationUnit unit in Programs.Shrinker(finding.Program.Unit))
            {
                if (DateTime.UtcNow >= end)
                    break;
                var program = new FuzzedProgram(finding.Program.Seed, unit);
                // A candidate that is wrong in itself says nothing, nor does one that fails elsewhere.
                if (Check.IsWrong(program) || Check.One(program) is not { } same || same.Property != finding.Property)
                    continue;
                finding = same;
                isSmaller = true;
                break;
            }
        }
        return finding;
    }
}
