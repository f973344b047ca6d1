using DynCompile.Graph;

namespace DynCompile.Backends.CSharp;

/// <summary>Sizes as C# integers: constants as they are, elastic ones as expressions over local variables.</summary>
internal static class SizeText
{
    /// <summary>The local variable that holds an elastic size: <c>width.1</c> is <c>@width__1</c>.</summary>
    public static string Variable(SizeSymbol symbol) => "@" + symbol.Name.Replace(".", "__");

    public static string Of(Size size)
    {
        string text = size.ToString();
        if (size.IsConstant)
            return text;
        // The normal form of a size is an expression of C#, too, but for the names.
        foreach (SizeSymbol symbol in size.Symbols.OrderByDescending(s => s.Name.Length))
            text = ReplaceName(text, symbol.Name, Variable(symbol));
        return $"({text})";
    }

    private static string ReplaceName(string text, string name, string with)
    {
        int from = 0;
        while ((from = text.IndexOf(name, from, StringComparison.Ordinal)) >= 0)
        {
            bool startsWord = from == 0 || !IsNamePart(text[from - 1]);
            bool endsWord = from + name.Length == text.Length || !IsNamePart(text[from + name.Length]);
            if (startsWord && endsWord)
            {
                text = text[..from] + with + text[(from + name.Length)..];
                from += with.Length;
            }
            else
                from += name.Length;
        }
        return text;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '@';
}
