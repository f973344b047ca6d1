using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>Numbers and names as pictures write them.</summary>
internal static class PictureText
{
    private static readonly (double Unit, string Letter)[] Units =
    [
        (1e18, "E"),
        (1e15, "P"),
        (1e12, "T"),
        (1e9, "G"),
        (1e6, "M"),
        (1e3, "k"),
    ];

    /// <summary><c>2.36 M</c>: three digits are enough to compare.</summary>
    public static string Short(double value)
    {
        foreach ((double unit, string letter) in Units)
        {
            // What would be written 1000 k is 1 M.
            if (value < unit * 0.9995)
                continue;
            double scaled = value / unit;
            string digits = scaled.ToString(
                scaled < 9.995 ? "0.##"
                    : scaled < 99.95 ? "0.#"
                    : "0",
                CultureInfo.InvariantCulture
            );
            return $"{digits} {letter}";
        }
        return value.ToString("0.#", CultureInfo.InvariantCulture);
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole: <c>54%</c>; what is not nothing is never written 0%, what is not all never 100%.</summary>
    public static string Percent(double part) =>
        part switch
        {
            > 0 and < 0.005 => "<1%",
            < 1 and > 0.995 => ">99%",
            // Rounding to even numbers lets two halves of a whole add up to it.
            _ => Math.Round(part * 100).ToString("0", CultureInfo.InvariantCulture) + "%",
        };

    public static string Count(long value, string one, string many) => $"{Number(value)} {(value == 1 ? one : many)}";

    /// <summary>At most so many characters, the last of them an ellipsis when there were more.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        int length = Math.Max(0, most - 1);
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>Text from files on one line: nothing in it ends a line, moves a cursor or turns the direction of writing round.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                plain.Append(text[i]).Append(text[++i]);
            else if (text[i] is '\t')
                plain.Append(' ');
            else
                plain.Append(IsPlain(text[i]) ? text[i] : '\uFFFD');
        }
        return plain.ToString();
    }

    // U+FFFE and U+FFFF are in no XML document.
    private static bool IsPlain(char c) =>
        c < '\uFFFE'
        && char.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
            );
}
