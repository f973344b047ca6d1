using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Weights that do not fit a model; says all that is wrong at once.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Lists what is wrong.</summary>
    /// <param name="source">The file, or what stands for it.</param>
    /// <param name="problems">One line each.</param>
    public WeightsException(string source, ImmutableArray<string> problems)
        : base(Text(source, problems)) => Problems = problems;

    /// <summary>What is wrong, one line each, in the order of the declarations.</summary>
    public ImmutableArray<string> Problems { get; }

    private static string Text(string source, ImmutableArray<string> problems)
    {
        string heading =
            $"{Printable.Path(source)} does not fit the model ({problems.Length} {(problems.Length == 1 ? "problem" : "problems")}):";
        return string.Join("\n  ", problems.Insert(0, heading));
    }
}
