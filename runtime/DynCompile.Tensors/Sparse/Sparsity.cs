namespace DynCompile.Tensors;

/// <summary>N:M sparsity: of every M consecutive inputs N stay, and <c>By</c> consecutive outputs share the pattern.</summary>
/// <param name="N">How many inputs of a block stay.</param>
/// <param name="M">Consecutive inputs of a block, at most <see cref="MaxBlock"/>.</param>
/// <param name="By">Consecutive outputs that share a pattern.</param>
/// <exception cref="ArgumentException">Not 1 &lt;= N &lt;= M &lt;= 64 and By &gt;= 1.</exception>
public readonly record struct Sparsity(int N, int M, int By = 1)
{
    /// <summary>The largest M, so that a block's pattern fits 64 bits.</summary>
    public const int MaxBlock = 64;

    /// <summary>How many inputs of a block stay.</summary>
    public int N { get; } = FindProblem(N, M, By) is { } problem ? throw new ArgumentException(problem) : N;

    /// <summary>Consecutive inputs of a block.</summary>
    public int M { get; } = M;

    /// <summary>Consecutive outputs that share a pattern.</summary>
    public int By { get; } = By;

    /// <summary>What is wrong with such a sparsity, or null if it is valid.</summary>
    public static string? FindProblem(int n, int m, int by = 1)
    {
        if (m is < 1 or > MaxBlock)
            return $"sparsity {n}:{m}: blocks have 1 to {MaxBlock} inputs, not {m}";
        if (n < 1 || n > m)
            return $"sparsity {n}:{m}: 1 to {m} inputs of a block stay, not {n}";
        if (by < 1)
            return $"sparsity {n}:{m} by {by}: at least 1 output shares a pattern";
        return null;
    }

    /// <summary>The language's spelling: <c>2:8</c>, <c>2:8 by 16</c>.</summary>
    public override string ToString() => By == 1 ? $"{N}:{M}" : $"{N}:{M} by {By}";
}
