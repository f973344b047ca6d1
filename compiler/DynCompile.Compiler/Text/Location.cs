namespace DynCompile.Text;

/// <summary>A place in a file. Nodes of imported files live beside those of the model, so every place names its text.</summary>
public readonly record struct Location(SourceText Source, TextSpan Span)
{
    /// <summary>A file as a whole, for facts about files that are not text: weights, inputs.</summary>
    public static Location OfFile(string path) => new(SourceText.WithoutText(path), default);

    public LinePosition Start => Source.PositionAt(Span.Start);

    public LinePosition End => Source.PositionAt(Span.End);

    /// <summary>The text at this place, as written.</summary>
    public string Text => Source.Text.Substring(Span.Start, Span.Length);

    /// <summary>From the start of this place to the end of another one in the same file.</summary>
    public Location To(Location other) => this with { Span = Span.Cover(other.Span) };

    public override string ToString() => Source.HasText ? $"{Source.Path}:{Start}" : Source.Path;
}
