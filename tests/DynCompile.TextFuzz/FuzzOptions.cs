using System.Globalization;

namespace DynCompile.TextFuzz;

/// <summary>How long a run of the mutation loop takes, what it begins with, and where its findings go.</summary>
internal sealed record FuzzOptions(int Seconds, int Seed, string OutputFolder)
{
    /// <summary>From pairs of an option and its value; null when one is unknown or not a number.</summary>
    public static FuzzOptions? Parse(Target target, string[] pairs)
    {
        var options = new FuzzOptions(60, 1, Path.Combine(Path.GetTempPath(), $"textfuzz-{target.Name}"));
        foreach (string[] pair in pairs.Chunk(2))
        {
            bool isNumber = int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (pair[0])
            {
                case "--seconds" when isNumber:
                    options = options with { Seconds = number };
                    break;
                case "--seed" when isNumber:
                    options = options with { Seed = number };
                    break;
                case "--out":
                    options = options with { OutputFolder = pair[1] };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
