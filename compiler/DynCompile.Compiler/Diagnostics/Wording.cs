using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>A diagnostic in words. The message has no full stop; code in it stands in backticks.</summary>
public sealed record Wording(string Message)
{
    /// <summary>What stands behind the carets: `^^ f32[8, 14, 10]`.</summary>
    public string? Label { get; init; }

    /// <summary>The rule that is broken, as a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>What to write instead, as a sentence.</summary>
    public string? Hint { get; init; }

    /// <summary>Other places that belong to the fact, each with what is to be seen there.</summary>
    public EquatableArray<PlaceNote> Notes { get; init; }
}

/// <summary>A secondary place, underlined with `-`.</summary>
public sealed record PlaceNote(Location Location, string Text);
