using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>The words of the language. Names of operators and layers (`relu`, `linear`) are none: a program may use them.</summary>
public static class Keywords
{
    /// <summary>The element types, reserved too.</summary>
    public static EquatableArray<string> ElementTypes { get; } = ["f32", "f16", "bf16", "i8", "u8", "i32", "i64", "bool"];

    /// <summary>Reserved words: names only when escaped, as in `@layer`.</summary>
    public static EquatableArray<string> Reserved { get; } =
    [
        "and",
        "block",
        "break",
        "continue",
        "elastic",
        "else",
        "exit",
        "false",
        "fn",
        "for",
        "from",
        "if",
        "import",
        "in",
        "layer",
        "let",
        "limit",
        "model",
        "not",
        "or",
        "param",
        "return",
        "state",
        "true",
        "var",
        "when",
        "while",
        "with",
    ];
}
