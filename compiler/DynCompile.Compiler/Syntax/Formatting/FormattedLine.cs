using System.Text;

namespace DynCompile.Syntax.Formatting;

/// <summary>A line of the result: code, a comment, or both.</summary>
internal sealed class FormattedLine(int indent, int declaration)
{
    public const int IndentWidth = 4;

    private readonly StringBuilder code = new();

    /// <summary>In columns.</summary>
    public int Indent => indent;

    /// <summary>The number of the declaration of the file that it is part of.</summary>
    public int Declaration => declaration;

    public bool HasBlankLineBefore { get; set; }

    public bool HasCode => code.Length > 0;

    /// <summary>The column behind the code.</summary>
    public int End => indent + code.Length;

    public Comment? Comment { get; set; }

    /// <summary>The column of a comment behind code.</summary>
    public int CommentColumn { get; set; }

    /// <summary>What kind of row the line is when it is a whole statement with a `=`.</summary>
    public RowKind Row { get; set; }

    /// <summary>Where the row's `=` stands in the code; -1 before it was met.</summary>
    public int EqualsAt { get; private set; } = -1;

    /// <summary>Whether the author put more than one space before the row's `=`.</summary>
    public bool IsPadded { get; private set; }

    public void Append(string text, bool withSpace)
    {
        if (withSpace)
            code.Append(' ');
        code.Append(text);
    }

    /// <summary>Remembers the `=` that was just appended.</summary>
    public void MarkEquals(Gap before)
    {
        EqualsAt = code.Length - 1;
        IsPadded = before.Width > 1;
    }

    /// <summary>Moves the `=` and all behind it to the right.</summary>
    public void PadEquals(int to)
    {
        code.Insert(EqualsAt, " ", to - EqualsAt);
        EqualsAt = to;
    }

    public void Write(StringBuilder text, string lineEnd)
    {
        if (HasBlankLineBefore)
            text.Append(lineEnd);
        text.Append(' ', indent).Append(code);
        if (Comment is { } comment)
            text.Append(' ', HasCode ? CommentColumn - End : 0).Append(comment.Text);
        text.Append(lineEnd);
    }
}

/// <summary>Statements whose `=` may stand below each other.</summary>
internal enum RowKind
{
    None,
    Layer,

    /// <summary>`let` and `var`.</summary>
    Binding,

    /// <summary>`h = …`</summary>
    Assignment,

    /// <summary>`h[i] = …`</summary>
    Update,
}
