using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>Says for people what a set of tokens stands for: "an expression", not the fifteen tokens that one begins with.</summary>
internal static class Expectation
{
    private const string Name = "NAME";
    private const string ElementType = "ELEMENT_TYPE";

    private static readonly string[] expressionStarts =
    [
        "(",
        "[",
        "-",
        "not",
        "true",
        "false",
        Name,
        "by",
        ElementType,
        "INTEGER",
        "FLOAT",
    ];

    private static readonly string[] continuations =
    [
        ".",
        "CALL",
        "INDEX",
        "*",
        "/",
        "%",
        "+",
        "-",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "and",
        "or",
        "|>",
    ];

    private static readonly string[] statementStarts =
    [
        "layer",
        "param",
        "state",
        "elastic",
        "fn",
        "let",
        "var",
        Name,
        "by",
        "(",
        "if",
        "while",
        "for",
        "break",
        "continue",
        "return",
        "exit",
        "with",
    ];

    private static readonly string[] updates = ["+=", "-=", "*=", "/=", "%="];

    // What is left after the groups, in the order in which it is named.
    private static readonly string[] single =
    [
        "=",
        ":",
        "->",
        "(",
        "[",
        "{",
        "from",
        "in",
        "limit",
        "when",
        "else",
        "..",
        "..=",
        ",",
        "by",
        ")",
        "]",
        "}",
        "import",
        "fn",
        "block",
        "model",
    ];

    /// <param name="tokens">Token names as in the grammar, literals without quotes.</param>
    public static EquatableArray<string> Words(IEnumerable<string> tokens)
    {
        var left = new HashSet<string>(tokens, StringComparer.Ordinal);
        var words = new List<string>();
        if (left.Contains("let") && left.Contains("while"))
        {
            words.Add("a statement");
            left.ExceptWith(statementStarts);
        }
        if (left.Contains("INTEGER") && left.Contains("not"))
        {
            words.Add("an expression");
            left.ExceptWith(expressionStarts);
        }
        if (left.Contains(Name))
        {
            words.Add(left.Contains(ElementType) ? "a type" : "a name");
            left.ExceptWith([Name, "by", ElementType]);
        }
        if (left.Contains("STRING"))
            words.Add("a text in quotes");
        if (left.Contains("INTEGER"))
            words.Add("a whole number");

        bool mayContinue = left.Contains("|>");
        if (left.Contains("=") && left.Contains("+="))
            left.ExceptWith(updates);
        if (mayContinue)
            left.ExceptWith(continuations);
        if (left.Contains("CALL"))
            left.Add("(");
        if (left.Contains("INDEX"))
            left.Add("[");
        words.AddRange(single.Where(left.Contains).Select(token => $"`{token}`"));

        if (words.Count == 0 && mayContinue)
            words.Add("an operator");
        if (words.Count == 0 && left.Contains("EOF"))
            words.Add("the end of the file");
        return words.ToEquatableArray();
    }
}
