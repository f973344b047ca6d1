using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>The words for DYN0001–0099.</summary>
internal static class SyntaxProse
{
    public static Wording? Of(Diagnostic diagnostic) =>
        diagnostic switch
        {
            FileIsEmpty => new("this file declares nothing")
            {
                Why = "a file has a `model`, or `block`s and `fn`s for other files to import.",
                Hint = "`model Name(x: f32[4]) -> (y: f32[4]) { return relu(x) }` is a complete model.",
            },
            FileIsNotText => new("this file is not text")
            {
                Label = "a NUL character",
                Why = "a program is text in UTF-8; this looks like a binary file.",
            },
            FileIsTooLarge e => new($"this file has {e.Length} characters; at most {e.Limit} are read")
            {
                Hint = "weights belong in a .safetensors file; declare them with `param`.",
            },
            NestingTooDeep e => new($"more than {e.Limit} {e.Kind} nest here")
            {
                Why = $"nesting is at most {e.Limit}.",
                Hint = e.Kind.EndsWith("calls", StringComparison.Ordinal)
                    ? "call one after the other, or use a loop over an array of layers, `layer parts[4] = …`."
                    : "give the inner parts names with `let`, or move them into a `block` or an `fn`.",
            },
            UnknownCharacter e => new($"{Visible(e.Text)} has no meaning here") { Hint = HintForCharacter(e.Text) },
            MalformedNumber e => new($"`{e.Text}` is not a number")
            {
                Why = "numbers read like `12`, `0.5` or `1e-3`; a name does not begin with a digit.",
                Hint = HintForNumber(e.Text),
            },
            UnclosedString => new("this text has no closing `\"`") { Why = "a text ends on the line where it begins." },
            NumberTooLarge { IsInteger: true } e => new($"`{Shorten(e.Text)}` is larger than any integer type holds")
            {
                Why = "the largest i64 is 9223372036854775807.",
            },
            NumberTooLarge e => new($"`{Shorten(e.Text)}` is larger than any float type holds"),

            UnexpectedToken { Expected.IsEmpty: true } e => new($"{Found(e.Found)} does not fit here"),
            UnexpectedToken e => new($"expected {Prose.AnyOfWords(e.Expected.Items)}, found {Found(e.Found)}") { Hint = HintForFound(e) },
            UnclosedBracket e => new($"expected `{e.Close}` to close the `{e.Open.Text}` at {e.Open.Start}, found {Found(e.Found)}")
            {
                Notes = [new(e.Open, "opened here")],
            },
            ReservedWordAsName e => new($"`{e.Word}` is a word of the language and cannot be a name")
            {
                Hint = $"write `@{e.Word}`, or choose another name.",
            },
            AssignmentInCondition => new("`=` assigns, but this is a condition") { Hint = "compare with `==`." },
            ValueWithoutUse e => new("this value is not used")
            {
                Why = "a statement names a value, changes a variable, or leaves; an expression alone does nothing.",
                Hint = e.Location.Text[0] is '('
                    ? "a `(` that begins a line begins a statement; to call, write it on the line above."
                    : $"write `let name = {Shorten(FirstLine(e.Location.Text))}`, or assign it to a `var`.",
            },
            UnmatchedClosingBracket e => new($"this `{e.Bracket}` closes nothing"),

            UnknownStatement e => new($"`{Shorten(e.Word)}` begins nothing that the language knows")
            {
                Hint = NearestName.Find(e.Word, e.Known) is { Count: > 0 } nearest
                    ? $"did you mean {Prose.AnyOf(nearest)}?"
                    : $"here can stand {Prose.AllOf(e.Known.Items)}.",
            },
            NotAssignable e => new($"`{Shorten(FirstLine(e.Location.Text))}` cannot be assigned to")
            {
                Why = "a variable can (`h = …`), its elements (`h[k] = …`, `h[i, 2..4] = …`), or several variables (`(h, c) = …`).",
            },

            ChainedComparison e => new("comparisons cannot be chained")
            {
                Why = "`a < b < c` would compare a bool with a number.",
                Hint = $"write `{Shorten(e.First)} and {Shorten(e.Second)}`.",
            },
            TupleAsValue e => new($"{Prose.Count(e.Length, "value")} in parentheses are not one value")
            {
                Why = "several values stand only in `let (a, b) = …`, `(a, b) = …`, `return` and `exit`.",
                Hint = "`[a, b]` makes a vector of scalars, `concat([a, b])` joins tensors.",
            },
            PipeIntoValue e => new("the right side of `|>` is not something to call")
            {
                Why = "`x |> f(c)` means `f(x, c)`: the right side is an operator, a layer, or an element of an array of layers.",
                Hint = e.IsOperation ? "`|>` binds weakest: put `(x |> f)` in parentheses to go on with its value." : null,
            },
            UpdateOfSeveral e => new($"`{e.Operator}` changes one variable, not several")
            {
                Hint = "write one statement for each variable.",
            },
            PositionalAfterNamed e => new("an argument without a name follows a named one")
            {
                Notes = [new(e.Named, "the first named one")],
                Hint = "move it to the front, or name it.",
            },
            ArgumentGivenTwice e => new($"`{e.Name}` is given twice") { Notes = [new(e.First, "first here")] },
            SparsityOutOfRange e => new($"`{e.Keep}:{e.Of}{(e.By is null ? "" : $" by {e.By}")}` is not a sparsity pattern")
            {
                Why = "`n:m` keeps n of every m values, with 1 <= n <= m <= 64; `by` is 1 to 1024.",
            },
            IncludedEndMissing => new("`..=` includes the end of the range, but none is given")
            {
                Hint = "write the end, or `..` for all that follows.",
            },

            SecondModel e => new("a file has one model, and this is a second one")
            {
                Notes = [new(e.First, "the first")],
                Hint = "make it a `block`, or move it to a file of its own.",
            },
            DeclarationInsideStatement e => new($"`{e.Keyword}` stands inside a statement")
            {
                Why = "`layer`, `param`, `elastic`, `state` and `fn` stand at the top level of a model, block or helper, before use.",
                Hint = e.Keyword == "layer" ? "declare `layer name[n] = …` above and use `name[i]` here." : $"move this `{e.Keyword}` up.",
            },
            JumpOutsideLoop e => new($"`{e.Keyword}` stands outside every loop") { Why = $"`{e.Keyword}` works in `for` and `while`." },
            ExitOutsideModel e => new($"`exit` stands in the {Called(e.Owner)} `{e.Name}`")
            {
                Why = "an exit ends the whole model, so only the model has exits.",
                Hint = $"`return` leaves the {Called(e.Owner)}; let the model decide on what it returns.",
            },
            ResultWithoutName e => new($"this result of the model `{e.Model}` has no name")
            {
                Why = "outputs are written under their names.",
                Hint = $"write `-> (name: {FirstLine(e.Location.Text)})`.",
            },
            UnknownElementType e => new($"`{e.Name}` is not an element type")
            {
                Why = $"tensors hold {Prose.AnyOfWords(e.Known.Items)}.",
                Hint = HintForType(e),
            },
            UnknownCompileTimeType e => new($"`{e.Name}` is not the type of a compile-time parameter")
            {
                Why = "a block's first list has compile-time parameters of `int`, `float` or `bool`; tensors come in the second list.",
            },
            DefaultOfInput e => new($"the input `{e.Name}` cannot have a default value")
            {
                Why = "only a block's compile-time parameters (`int`, `float`, `bool`, in the first list) have defaults.",
            },
            DeclarationInFunction e => new($"the helper `{e.Function}` cannot have a `{e.Keyword}`")
            {
                Why = "an `fn` has no layers, weights or state of its own.",
                Hint = "make it a `block`, or declare this in the model: a helper inside a model sees its layers and params.",
            },
            _ => null,
        };

    private static string? HintForFound(UnexpectedToken unexpected) =>
        unexpected.Found switch
        {
            ":" when unexpected.Expected.Contains("`..`") => "a slice is written `a..b`.",
            "[" when unexpected.Expected.Contains("a statement") => "`[` continues an expression only on the expression's own line.",
            "if" when unexpected.Expected.Contains("an expression") => "`if` is a statement; `where(c, a, b)` chooses between values.",
            not null when unexpected.Expected.Contains("`model`") => "statements stand in the body of a `model`, a `block` or an `fn`.",
            _ => null,
        };

    private static string Found(string? token) => token is null ? "the end of the file" : $"`{Shorten(token)}`";

    private static string Called(string owner) => owner == "fn" ? "helper" : owner;

    private static string FirstLine(string text)
    {
        int end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : $"{text.Substring(0, end)} …";
    }

    // Messages stay readable when a token is a page long.
    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text.Substring(0, 50)}…";

    private static string Visible(string text) => char.IsControl(text[0]) ? $"the character U+{(int)text[0]:X4}" : $"`{Shorten(text)}`";

    private static string? HintForCharacter(string text) =>
        text[0] switch
        {
            '&' => "write `and`.",
            '|' => "write `or`; the pipe is `|>`.",
            '!' => "write `not`.",
            ';' => "statements need no `;`.",
            '^' => "write `pow(x, y)`.",
            '~' => "write `not`.",
            '\'' => "texts stand in double quotes: `\"layers.dnn\"`.",
            '?' => "write `where(condition, a, b)`, or `if`.",
            '#' => "comments begin with `//`.",
            '/' => "comments begin with `//` and end with the line.",
            '@' => "`@` stands directly before a name: `@layer`.",
            '×' => "write `*`.",
            '→' => "write `->`.",
            '“' or '”' => "texts stand in straight quotes: `\"layers.dnn\"`.",
            _ when char.IsLetter(text[0]) => "names have the letters a to z and A to Z, digits and `_`.",
            _ => null,
        };

    private static string? HintForNumber(string text)
    {
        if (text[0] == '.')
            return $"write `0{text}`, or `[{text.Substring(1)}]` for an element.";
        if (text[text.Length - 1] == '.')
            return $"write `{text}0`.";
        return text[text.Length - 1] is 'f' or 'F' or 'd' or 'L' ? "a literal adapts to its context and needs no suffix." : null;
    }

    private static string? HintForType(UnknownElementType type) =>
        type.Name switch
        {
            "int" => "`int` is for a block's compile-time parameters; an integer input is `i32`.",
            "float" => "`float` is for a block's compile-time parameters; a float input is `f32`.",
            "f64" or "double" => "write `f32`.",
            "u32" or "u64" or "i16" or "u16" => "write `i32` or `i64`.",
            _ => NearestName.Find(type.Name, type.Known, 1) is [var nearest] ? $"did you mean `{nearest}`?" : null,
        };
}
