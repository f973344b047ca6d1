namespace DynCompile.Text;

/// <summary>A file's path and text, with an index of its lines. Two are equal when path and text are.</summary>
public sealed class SourceText : IEquatable<SourceText>
{
    private readonly int[] lineStarts;

    private SourceText(string path, string text, bool hasText)
    {
        Path = path;
        Text = text;
        HasText = hasText;
        lineStarts = FindLineStarts(text);
    }

    public SourceText(string path, string text)
        : this(path, text, hasText: true) { }

    /// <summary>As messages print it.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>False for a file that is named in messages but is not text.</summary>
    public bool HasText { get; }

    public int LineCount => lineStarts.Length;

    /// <summary>A file that messages name, but show no lines of.</summary>
    public static SourceText WithoutText(string path) => new(path, "", hasText: false);

    public LinePosition PositionAt(int offset)
    {
        int found = Array.BinarySearch(lineStarts, offset);
        int line = found >= 0 ? found : ~found - 1;
        return new LinePosition(line + 1, offset - lineStarts[line] + 1);
    }

    /// <summary>The offset of a line's first unit; lines count from 1.</summary>
    public int StartOfLine(int line) => lineStarts[line - 1];

    /// <summary>A line without its line end; lines count from 1.</summary>
    public string LineAt(int line)
    {
        int start = StartOfLine(line);
        int end = line < LineCount ? lineStarts[line] : Text.Length;
        while (end > start && Text[end - 1] is '\r' or '\n')
            end--;
        return Text.Substring(start, end - start);
    }

    public Location At(int start, int length) => new(this, new TextSpan(start, length));

    public bool Equals(SourceText? other) =>
        ReferenceEquals(this, other) || (other is not null && Path == other.Path && Text == other.Text && HasText == other.HasText);

    public override bool Equals(object? obj) => Equals(obj as SourceText);

    // The text itself stays out: places are hashed often, and a megabyte each time is too much.
    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Text.Length);

    public override string ToString() => Path;

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (int i = 0; i < text.Length; i++)
        {
            bool endsLine = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (endsLine)
                starts.Add(i + 1);
        }
        return [.. starts];
    }
}
