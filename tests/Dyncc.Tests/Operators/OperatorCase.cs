namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>A program around one operator: the file tests/operators/NAME.txt holds those of the operator NAME.</summary>
/// <param name="Model">The program.</param>
/// <param name="Weights">The weights' numbers by path.</param>
/// <param name="Samples">The numbers of inputs and expected results by name.</param>
/// <param name="Error">The id of the error with which the compiler refuses it; null when it runs.</param>
internal sealed record OperatorCase(
    string Model,
    IReadOnlyDictionary<string, string> Weights,
    IReadOnlyList<IReadOnlyDictionary<string, string>> Samples,
    string? Error
)
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "operators");

    /// <summary>The operators that have a file.</summary>
    public static IEnumerable<string> Operators =>
        Directory.GetFiles(Folder, "*.txt").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal);

    public static IReadOnlyList<OperatorCase> Read(string name) =>
        [.. File.ReadAllText(Path.Combine(Folder, $"{name}.txt")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    // model M(x: f32[2]) -> (y: f32[2]) { layer n = layer_norm()  return n(x) }
    // n.weight = 1 2
    // --
    // x = 0.5 nan
    // y = nan nan
    private static OperatorCase Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines[1].StartsWith("error ", StringComparison.Ordinal))
            return new OperatorCase(lines[0], new Dictionary<string, string>(), [], lines[1]["error ".Length..]);
        var parts = new List<Dictionary<string, string>> { new() };
        foreach (string line in lines[1..])
        {
            if (line == "--")
                parts.Add([]);
            else
                parts[^1].Add(line[..line.IndexOf(" =", StringComparison.Ordinal)], line[(line.IndexOf('=') + 1)..]);
        }
        return new OperatorCase(lines[0], parts[0], parts[1..], null);
    }
}
