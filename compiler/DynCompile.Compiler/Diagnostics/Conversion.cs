using System.Globalization;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>What to write so that a value gets the type that is needed.</summary>
internal static class Conversion
{
    /// <summary>A hint in terms of the code at <paramref name="place"/>, or null when no short one is surely right.</summary>
    public static string? Hint(Location place, string expected, string actual)
    {
        var (neededElement, neededShape) = Parts(expected);
        var (element, shape) = Parts(actual);
        string code = Excerpt.Of(place);
        if (element != neededElement)
            return shape == neededShape ? HintForElement(code, element, neededElement) : null;
        if (neededShape.Length == 0)
            return HintForScalar(Excerpt.Operand(place), code, element, shape);
        if (Count(shape) is { } count && count == Count(neededShape))
            return Sizes(neededShape).Length == 1
                ? $"`{code} |> flatten` is {expected}."
                : $"`reshape({code}, {neededShape})` is {expected}.";
        return Sizes(neededShape).Length == 1 && element == "f32" ? HintForVector(expected, neededShape, shape) : null;
    }

    /// <summary>`f32(k)`, with a word on what gets lost.</summary>
    public static string HintForElement(string code, string from, string to)
    {
        string loss = IsFloat(from) && !IsFloat(to) && to != "bool" ? ", which cuts off the fraction" : "";
        return to == "bool" ? $"write `{code} != 0`." : $"write `{to}({code})`{loss}.";
    }

    /// <summary>`f32[2, 3]` ==> `f32` and `[2, 3]`; "a scalar i32" ==> `i32` and nothing.</summary>
    public static (string Element, string Shape) Parts(string type)
    {
        string bare = type.Substring(type.LastIndexOf("scalar ", StringComparison.Ordinal) is >= 0 and var at ? at + "scalar ".Length : 0);
        int bracket = bare.IndexOf('[');
        return bracket < 0 ? (bare, "") : (bare.Substring(0, bracket), bare.Substring(bracket));
    }

    public static bool IsFloat(string element) => element is "f32" or "f16" or "bf16";

    private static string? HintForScalar(string operand, string code, string element, string shape)
    {
        if (shape == "[1]")
            return $"`{operand}[0]` is {element}.";
        return element == "bool" ? $"`any({code})` and `all({code})` are bool." : $"`max({code})` and `sum({code})` are scalars.";
    }

    private static string? HintForVector(string expected, string neededShape, string shape)
    {
        string wanted = Sizes(neededShape)[0];
        string[] sizes = Sizes(shape);
        if (sizes.Length == 1)
            return $"`layer out = linear({wanted})` makes {expected} of it.";
        bool isOfEachRow = sizes.Length > 1 && sizes[sizes.Length - 1] == wanted;
        return isOfEachRow ? "a `linear` works on the last axis alone: put `|> flatten` before the layer that makes this." : null;
    }

    private static string[] Sizes(string shape) =>
        shape.Length == 0 ? [] : [.. shape.Substring(1, shape.Length - 2).Split(',').Select(size => size.Trim())];

    private static double? Count(string shape)
    {
        double count = 1;
        foreach (string size in Sizes(shape))
        {
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                return null;
            count *= number;
        }
        return count;
    }
}
