using System.Text.Json.Serialization;

namespace DynCompile.Benchmarks;

/// <summary>What a row of the table came to.</summary>
/// <param name="Row">The row's name in the design.</param>
/// <param name="Work">What was measured, or found beside the figures.</param>
internal sealed record Measurement([property: JsonPropertyName("row")] string Row, [property: JsonIgnore] string Work)
{
    /// <summary>Our time in µs, or another figure of ours if no time was compared.</summary>
    [JsonPropertyName("ours")]
    public double Ours { get; init; }

    /// <summary>The figure in words, if it is no time.</summary>
    [JsonIgnore]
    public string? Figure { get; init; }

    /// <summary>The peer's time in µs.</summary>
    [JsonPropertyName("peer")]
    public double? Peer { get; init; }

    [JsonPropertyName("peer_name")]
    public string? PeerName { get; init; }

    /// <summary>The median of the peer's time to ours.</summary>
    [JsonPropertyName("ratio")]
    public double? Ratio { get; init; }

    /// <summary>What it should be, in words.</summary>
    [JsonPropertyName("target")]
    public string Target { get; init; } = "";

    /// <summary>Whether the target was reached; null for a row that is reported only.</summary>
    [JsonPropertyName("ok")]
    public bool? Ok { get; init; }

    public static Measurement AtMost(string row, string work, double value, double most, string unit) =>
        new(row, work)
        {
            Ours = value,
            Figure = $"{value:0.##}{unit}",
            Target = $"≤ {most:0.##}{unit}",
            Ok = value <= most,
        };

    /// <summary>A comparison whose sides do not give the same answers.</summary>
    public static Measurement Void(string row, string reason) => new(row, reason) { Figure = "void", Ok = false };
}
