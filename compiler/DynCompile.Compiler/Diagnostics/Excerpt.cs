using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>Code of the program inside a sentence.</summary>
internal static class Excerpt
{
    /// <summary>What hints show in place of code that is too long for a sentence.</summary>
    public const string Elided = "…";

    private const int Longest = 48;

    /// <summary>The code at a place when it is one short line.</summary>
    public static string Of(Location location)
    {
        if (!location.Source.HasText)
            return Elided;
        string text = location.Text;
        return text.Length is > 0 and <= Longest && text.IndexOfAny(['\r', '\n']) < 0 ? text : Elided;
    }

    /// <summary>The code ready for `[0]` behind it: in parentheses unless it is a name, a call or an element.</summary>
    public static string Operand(Location location)
    {
        string code = Of(location);
        return IsCompound(code) ? $"({code})" : code;
    }

    /// <summary>The two sides of a binary expression; null when the text does not show them beyond doubt.</summary>
    public static (string Left, string Right)? Sides(Location location, string sign)
    {
        string code = Of(location);
        string between = $" {sign} ";
        int at = code.IndexOf(between, StringComparison.Ordinal);
        if (at < 0 || code.LastIndexOf(between, StringComparison.Ordinal) != at)
            return null;
        return (code.Substring(0, at), code.Substring(at + between.Length));
    }

    private static bool IsCompound(string code)
    {
        int depth = 0;
        foreach (char c in code)
        {
            depth +=
                c is '(' or '[' ? 1
                : c is ')' or ']' ? -1
                : 0;
            if (depth == 0 && " +-*/%".Contains(c))
                return true;
        }
        return false;
    }
}
