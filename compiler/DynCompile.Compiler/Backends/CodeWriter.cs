using System.Text;

namespace DynCompile.Backends;

/// <summary>Writes text line by line, indented by the blocks around it.</summary>
public sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

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
            writer.Line(end);
        }
    }
}
