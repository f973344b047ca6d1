namespace DynCompile.Tensors;

/// <summary>What a fault says: the same words from every target.</summary>
public static class FaultText
{
    /// <summary>An index that is not in 0..<paramref name="bound"/>, the bound excluded.</summary>
    public static string Index(long value, long bound) => $"index {value} is outside 0..{bound}";

    /// <summary>A division of integers by zero, or its remainder.</summary>
    public static string DivisionByZero(long dividend) => $"{dividend} is divided by zero";

    /// <summary>A value that an elastic dimension does not list.</summary>
    public static string Unlisted(long value, IEnumerable<long> listed) =>
        $"{value} is not one of the elastic sizes {string.Join(", ", listed)}";

    /// <summary>A value outside a long range of sizes.</summary>
    public static string OutOfBounds(long value, long smallest, long largest) => $"{value} is not one of the sizes {smallest}..={largest}";

    /// <summary>What happened, for which sample, and where.</summary>
    /// <param name="what">One of the sentences above.</param>
    /// <param name="sample">The sample's number in the call.</param>
    /// <param name="line">The line in the text, from 1.</param>
    /// <param name="column">The column in the text, from 1.</param>
    /// <param name="file">The imported file; null for the model's own.</param>
    public static string Message(string what, long sample, int line, int column, string? file = null) =>
        $"{what} (sample {sample}, {(file is null ? "" : $"{file}, ")}line {line}, column {column})";
}
