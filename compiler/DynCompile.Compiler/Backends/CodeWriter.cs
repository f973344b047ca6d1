using System.Text;

namespace DynCompile.Backends;

/// <summary>Writes text line by line, indented by the blocks around it.</summary>
public sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private string? _place;

    /// <summary>A line; of empty ones, none stands behind another or before a closing brace.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0 && _place is not null)
            _text.Append(' ', _depth * 4).Append(_place).Append('\n');
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        else if (EndsInEmptyLine)
            return;
        _text.Append('\n');
    }

    private bool EndsInEmptyLine => _text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n';

    /// <summary>A line, then braces around what is written until the result is disposed.</summary>
    public IDisposable Block(string head, string end = "}")
    {
        if (head.Length > 0)
            Line(head);
        Line("{");
        _depth++;
        return new OpenBlock(this, end);
    }

    /// <summary>
    /// Puts a directive before each line that is written until the result is disposed, and <paramref name="end"/> behind the last, if there is one.
    /// </summary>
    public IDisposable EachLineBehind(string place, string end)
    {
        _place = place;
        return new OpenPlace(this, end, _text.Length);
    }

    public override string ToString() => _text.ToString();

    private sealed class OpenPlace(CodeWriter writer, string end, int start) : IDisposable
    {
        public void Dispose()
        {
            writer._place = null;
            if (writer._text.Length > start)
                writer.Line(end);
        }
    }

    private sealed class OpenBlock(CodeWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (writer.EndsInEmptyLine)
                writer._text.Length--;
            writer.Line(end);
        }
    }
}
