namespace DynCompile.Text;

/// <summary>A stretch of a text, in UTF-16 units from 0.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset just after the last unit.</summary>
    public int End => Start + Length;

    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The shortest span that holds both.</summary>
    public TextSpan Cover(TextSpan other) => FromBounds(Math.Min(Start, other.Start), Math.Max(End, other.End));

    public override string ToString() => $"{Start}..{End}";
}
