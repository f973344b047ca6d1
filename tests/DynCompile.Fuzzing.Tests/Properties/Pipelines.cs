using DynCompile.Passes;

namespace DynCompile.Fuzzing.Properties;

/// <summary>
/// Which passes a program goes through before its code is emitted, by its seed: for half of the programs all of them, for the others
/// none but those that the backend needs, or one more. So the backend sees graphs that no other pass has tidied up.
/// </summary>
internal static class Pipelines
{
    private static readonly IReadOnlyList<Pass> Required = PassPipeline.Required.Passes;
    private static readonly Pass[] Optional = [.. PassPipeline.All.ExceptBy(Required.Select(p => p.Name), p => p.Name)];

    private static readonly PassPipeline[] Partial =
    [
        PassPipeline.Required,
        // Weights are prepared while composites still stand.
        .. Optional.Select(p => new PassPipeline(p is PrepareWeights ? [p, .. Required] : [.. Required, p])),
    ];

    public static PassPipeline Of(FuzzedProgram program)
    {
        // The seed's low digits choose the size of a program; a program of any size meets any pipeline.
        ulong drawn = Mix(program.Seed) % (2 * (ulong)Partial.Length);
        return drawn < (ulong)Partial.Length ? Partial[drawn] : PassPipeline.Default;
    }

    /// <summary>The words for a message; empty where all passes ran.</summary>
    public static string Describe(FuzzedProgram program) =>
        Of(program) is var pipeline && pipeline == PassPipeline.Default
            ? ""
            : $"compiled after {string.Join(", ", pipeline.Passes.Select(p => p.Name))} only: ";

    /// <summary>Spreads neighbouring numbers, as SplitMix64 does.</summary>
    private static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
