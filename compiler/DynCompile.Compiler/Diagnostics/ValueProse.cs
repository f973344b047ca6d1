using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>The words for values, constants and sizes: DYN0012 and DYN0110–0121.</summary>
internal static class ValueProse
{
    public static Wording? Of(Diagnostic diagnostic) =>
        diagnostic switch
        {
            ResultMismatch e => new($"this {e.Statement} carries {e.Actual}, but the result{Named(e.Result)} is {e.Expected}")
            {
                Label = e.Actual,
                Why = $"every {e.Statement} carries all results, with their types.",
                Hint = e.FlattenFits
                    ? $"`{Excerpt.Of(e.Location)} |> flatten` is {e.Expected}."
                    : Conversion.Hint(e.Location, e.Expected.ToString(), e.Actual),
            },

            NotConstant e => new($"{e.What} must be constant, but {Shown(e.Location, e.Given)} is not")
            {
                Label = e.Given == Excerpt.Of(e.Location) ? null : e.Given,
                Why = WhyConstant(e.What),
                Hint = HintForConstant(e),
            },
            TypeMismatch e => new($"{e.What} must be {e.Expected}, but this is {e.Actual}")
            {
                Label = e.Actual,
                Why = WhyTyped(e.What),
                Hint = HintForIndexValue(e) ?? Conversion.Hint(e.Location, e.Expected, e.Actual) ?? HintForVariable(e),
            },
            MixedElementTypes e => new($"`{e.Operator}` cannot mix {e.Left} with {e.Right}")
            {
                Label = $"{e.Left} and {e.Right}",
                Why = "nothing converts by itself; only a literal adapts to what it stands beside.",
                Hint = HintForMixed(e),
            },
            ConditionIsNotBool e => new($"a condition must be a scalar bool, but this is {e.Actual}")
            {
                Label = e.Actual,
                Why = "a condition decides for the whole sample, so it is one value, true or false.",
                Hint = HintForCondition(e),
            },
            ConstantRemainder e => new($"`{e.Left} / {e.Right}` {(IsNumber(e.Left) ? "leaves" : "may leave")} a remainder")
            {
                Why = "between constants or sizes a quotient is exact: `2 / 9 * k` would silently be 0.",
                Hint = IsNumber(e.Left)
                    ? $"write `{e.Left}.0 / {e.Right}`."
                    : $"write `f32({e.Left}) / {e.Right}`, or choose elastic values that {e.Right} divides.",
            },
            ConstantDivisionByZero e => new($"`{e.Left}` is divided by zero")
            {
                Why = "the quotient of whole numbers by zero has no value, and constants show it before the model runs.",
            },
            SizeOverflow e => new($"{e.What} is too large")
            {
                Why = "a tensor has fewer than 2^28 elements, and sizes are computed in 64 bits.",
            },
            IndexOutOfRange e => new($"{(IsSlice(e) ? "the range" : "the index")} {e.Index} is outside: the size is {e.Extent}")
            {
                Why = "indices count from 0 to the size minus 1; negative ones do not count from the end.",
                Hint = HintForIndex(e),
            },
            TooManyIndices e when !e.Type.Contains('[') => new($"{e.Type} is a scalar and has no elements")
            {
                Hint = "leave out the index.",
            },
            TooManyIndices e => new($"{e.Given} indices for {e.Type}, which has {OperatorProse.Axes(e.Type.Count(c => c == ',') + 1)}")
            {
                Label = e.Type,
                Why = "there is at most one index for each axis; missing ones take all.",
            },
            LiteralDoesNotFit e => new($"`{e.Literal}` cannot be {e.Needed.Name()}")
            {
                Label = $"must be {e.Needed.Name()} here",
                Why =
                    "a literal takes the type of what it stands beside, but a float never becomes an integer, and a number must be in range.",
                Hint = HintForLiteral(e),
            },
            SizeOutOfRange e => new($"{e.What} cannot be {e.Value}")
            {
                Why = $"{e.What} is {e.Rule}{(IsNumber(e.Value) ? "" : ", whatever the elastic sizes are")}.",
            },
            ListOfTensors e => new($"a list of tensors is not a value; here is one of {e.Actual}")
            {
                Label = $"holds {e.Actual}",
                Why = "`[a, b]` of scalars is a vector; of tensors it stands only in `concat` and `stack`.",
                Hint = $"`stack({ListAt(e.Location)})` has a new first axis, `concat({ListAt(e.Location)})` joins along the first one.",
            },
            _ => null,
        };

    // A block's or helper's result may be without a name.
    private static string Named(string result)
    {
        bool isUnnamed = result.StartsWith("result", StringComparison.Ordinal) && result.Skip("result".Length).All(char.IsDigit);
        return isUnnamed ? "" : $" `{result}`";
    }

    private static string Shown(Location location, string given) =>
        Excerpt.Of(location) is var code && code == Excerpt.Elided ? given : $"`{code}`";

    private static bool IsNumber(string text) => text.TrimStart('-').All(char.IsDigit);

    private static string ListAt(Location location) => Excerpt.Of(location) is var code && code[0] == '[' ? code : "[a, b]";

    private static string WhyConstant(string what)
    {
        if (what.StartsWith("the limit", StringComparison.Ordinal))
            return "the limit bounds the work and the memory, so it is known when the model is compiled.";
        if (what == "the index of a layer")
            return "an index chooses one layer, not a range of them.";
        return what == "the index of a weight"
            ? "samples share weights: an index that differs between them chooses a layer only in a call."
            : "every size is constant, elastic or bounded, so that shapes are checked and memory is planned when the model is compiled.";
    }

    private static string? HintForConstant(NotConstant e)
    {
        if (e.What == "a bound of a slice")
            return "`slice(x, start, length)` takes a start that is computed; its length is constant.";
        if (e.What.StartsWith("the limit", StringComparison.Ordinal))
            return "write a number: `limit 100`.";
        if (e.What == "the index of a layer")
            return "choose one layer at a time: `layers[i](x)`.";
        if (e.What.StartsWith("a size of", StringComparison.Ordinal))
            return "write a number: a model's inputs and results have fixed sizes.";
        return e.What.StartsWith("a value of", StringComparison.Ordinal) ? "write numbers: `[16, 32]`." : null;
    }

    private static string? WhyTyped(string what)
    {
        if (what.StartsWith("the value of", StringComparison.Ordinal))
            return "a variable keeps the type of its first value, sizes included; an elastic size is an i32.";
        if (what.StartsWith("the argument", StringComparison.Ordinal))
            return "an argument has the declared type; a capitalised size that stands twice is the same size.";
        if (what == "a bound of the loop")
            return "a loop counts in i32.";
        return "an index is one integer for the whole sample.";
    }

    private static string? HintForIndexValue(TypeMismatch e)
    {
        bool isTensor = e.Actual.Contains('[');
        if (isTensor && e.What == "an index")
            return $"rows by several indices are `index_select(x, {Excerpt.Of(e.Location)}, axis: 0)`.";
        return isTensor && (e.What is "the index of a layer" or "a bound of the loop")
            ? $"`{Excerpt.Operand(e.Location)}[0]` is its first element."
            : null;
    }

    private static string? HintForVariable(TypeMismatch e) =>
        e.What.StartsWith("the value of", StringComparison.Ordinal) && Excerpt.Of(e.Location) is var code && code != Excerpt.Elided
            ? $"a value of another type gets a name of its own: `let other = {code}`."
            : null;

    private static string? HintForMixed(MixedElementTypes e)
    {
        (string left, string right) = (Conversion.Parts(e.Left).Element, Conversion.Parts(e.Right).Element);
        string common =
            left == "f32" || right == "f32" || Conversion.IsFloat(left) || Conversion.IsFloat(right) ? "f32"
            : left == "i64" || right == "i64" ? "i64"
            : "i32";
        if (Excerpt.Sides(e.Location, e.Operator) is not var (a, b))
            return $"convert the {(left == common ? right : left)} one: `{common}(…)`.";
        return $"write `{Converted(a, left, common)} {e.Operator} {Converted(b, right, common)}`.";
    }

    private static string Converted(string code, string from, string to) => from == to ? code : $"{to}({code})";

    private static string? HintForCondition(ConditionIsNotBool e)
    {
        (string element, string shape) = Conversion.Parts(e.Actual);
        string code = Excerpt.Of(e.Location);
        if (shape == "[1]" && element == "bool")
            return $"write `{Excerpt.Operand(e.Location)}[0]`.";
        if (shape.Length > 0)
            return element == "bool" ? $"write `any({code})` or `all({code})`." : $"compare one number, such as `max({code}) > 0`.";
        return $"compare it: `{code} {(element == "f32" ? "> 0" : "!= 0")}`.";
    }

    private static bool IsSlice(IndexOutOfRange e) => e.Index.Contains("..");

    private static string? HintForIndex(IndexOutOfRange e)
    {
        if (!long.TryParse(e.Extent, out long extent) || extent == 0)
            return null;
        return IsSlice(e) ? $"the whole axis is `0..{extent}`." : $"the last one is `{extent - 1}`.";
    }

    private static string? HintForLiteral(LiteralDoesNotFit e) =>
        e.Needed switch
        {
            ElementType.I32 or ElementType.I64 when e.Literal.IndexOfAny(['.', 'e']) >= 0 => "convert what stands beside it: `f32(k)`.",
            ElementType.Bool => "write `true` or `false`.",
            ElementType.I8 or ElementType.U8 or ElementType.F16 or ElementType.BF16 =>
                "convert what stands beside it first: arithmetic is in f32 and i32.",
            _ => null,
        };
}
