using System.Text;

namespace DynCompile.Backends;

/// <summary>Writes text line by line, indented by the blocks around it.</summary>
public sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>A line; of empty ones, none stands behind another or before a closing brace.</summary>
    public void Line(string line = "")
    {
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

    public override string ToString() => _text.ToString();

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
