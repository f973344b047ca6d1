namespace DynCompile.Diagnostics;

/// <summary>The words for every diagnostic: one file for each room, in the order of the ids.</summary>
public static class Prose
{
    private static readonly Func<Diagnostic, Wording?>[] rooms = [SyntaxProse.Of, BindingProse.Of, ImportProse.Of, DataProse.Of];

    public static Wording Of(Diagnostic diagnostic)
    {
        foreach (Func<Diagnostic, Wording?> room in rooms)
        {
            if (room(diagnostic) is { } wording)
                return wording;
        }
        throw new ArgumentException($"no prose for {diagnostic.GetType().Name} ({diagnostic.Id})", nameof(diagnostic));
    }

    /// <summary>`a`, `b` or `c`, each in backticks.</summary>
    public static string AnyOf(IReadOnlyList<string> code) => Join(code, "or", quote: true);

    /// <summary>`a`, `b` and `c`, each in backticks.</summary>
    public static string AllOf(IReadOnlyList<string> code) => Join(code, "and", quote: true);

    /// <summary>Words as they are: an expression, a name or `)`.</summary>
    public static string AnyOfWords(IReadOnlyList<string> words) => Join(words, "or", quote: false);

    /// <summary>1 value, 2 values.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Join(IReadOnlyList<string> items, string last, bool quote)
    {
        string[] shown = [.. items.Select(item => quote ? $"`{item}`" : item)];
        if (shown.Length <= 1)
            return string.Concat(shown);
        return $"{string.Join(", ", shown.Take(shown.Length - 1))} {last} {shown[shown.Length - 1]}";
    }
}
