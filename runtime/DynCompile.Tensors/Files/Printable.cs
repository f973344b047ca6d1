using System.Globalization;
using System.Text;

namespace DynCompile.Tensors;

/// <summary>Text from files made safe for messages: nothing in it moves a terminal's cursor or reorders a line.</summary>
internal static class Printable
{
    private const int MaxLength = 200;

    /// <summary>In back quotes: <c>`conv1.weight`</c>, with control characters as <c>\u001B</c>; long text is cut.</summary>
    public static string Quote(string text) => $"`{Escape(text, MaxLength)}`";

    /// <summary>A path, whole, with control characters escaped.</summary>
    public static string Path(string path) => Escape(path, int.MaxValue);

    private static string Escape(string text, int maxLength)
    {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (escaped.Length >= maxLength)
                return escaped.Append('…').ToString();
            if (char.IsSurrogatePair(text, i))
                escaped.Append(text[i]).Append(text[++i]);
            else if (IsPlain(text[i]))
                escaped.Append(text[i]);
            else
                escaped.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
        }
        return escaped.ToString();
    }

    private static bool IsPlain(char c) =>
        char.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
            );
}
