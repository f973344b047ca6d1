using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.Diagnostics;

/// <summary>The words for an operator that refuses its inputs, DYN0130–0140: one arm for each <see cref="TypeProblem"/>.</summary>
internal static class OperatorProse
{
    public static Wording Of(OperatorMismatch e) =>
        e.Problem switch
        {
            TypeProblem.Rank p => new(MessageForRank(e, p))
            {
                Label = LabelOf(e, p.Input),
                Why = WhyRank(e, p),
                Hint = HintForRank(e, p),
            },
            TypeProblem.Element p => new($"`{Sign(e)}` takes {p.Expected}, but {InputOf(e, p.Input)} is {TypeOf(e, p.Input)}")
            {
                Label = LabelOf(e, p.Input),
                Why = "nothing converts by itself, and arithmetic is in f32 and i32.",
                Hint = HintForElement(e, p),
            },
            TypeProblem.Extent p => new(
                $"axis {p.AtAxis} of {InputOf(e, p.Input)} has size {ExtentOf(e, p)}, but `{Sign(e)}` needs {p.Expected}"
            )
            {
                Label = LabelOf(e, p.Input),
                Why = IsAboutEmptiness(p) ? $"this is {p.Because}." : $"it must agree with {p.Because}.",
                Hint = HintForExtent(e, p),
            },
            TypeProblem.Broadcast p => new($"`{Sign(e)}` cannot combine {TypeOf(e, p.First)} with {TypeOf(e, p.Second)}")
            {
                Label = $"{TypeOf(e, p.First)} and {TypeOf(e, p.Second)}",
                Why = $"shapes align at the last axis, and sizes there are equal or 1; {FromEnd(p.AxisFromEnd)} they are {SizesAt(e, p)}.",
                Hint = HintForBroadcast(e, p),
            },
            TypeProblem.MixedElements p => new(
                $"`{Sign(e)}` needs equal element types, but {InputOf(e, p.First)} is {TypeOf(e, p.First)} and {InputOf(e, p.Second)} {TypeOf(e, p.Second)}"
            )
            {
                Label = $"{TypeOf(e, p.First)} and {TypeOf(e, p.Second)}",
                Why = "nothing converts by itself.",
                Hint = HintForMixed(e, p),
            },
            TypeProblem.Axis p => new($"`{Sign(e)}` has no axis {p.Value} to work on: its input has {Axes(p.RankOfInput)}")
            {
                Label = LabelOf(e, 0),
                Why = "axes count from 0; negative ones count from the end, so that -1 is the last.",
                Hint = p.RankOfInput == 0 ? null : $"the last axis is `{p.Name}: {p.RankOfInput - 1}`.",
            },
            TypeProblem.Indivisible p => new($"`{Sign(e)}` cannot divide {p.What}, {p.Value}, by {p.Divisor}")
            {
                Label = LabelOf(e, 0),
                Why = WhyIndivisible(e, p),
                Hint = HintForIndivisible(e, p),
            },
            TypeProblem.Attribute p => new($"`{Sign(e)}` cannot take `{p.Name}: {p.Value}`")
            {
                Why = $"the rule for `{p.Name}` is: {p.Rule}.",
                Hint = LeastIn(p.Rule) is { } least ? $"write `{p.Name}: {least}` or more." : null,
            },
            TypeProblem.Outside p => new(
                $"{(p.What == "k" ? "`k`" : p.What)} of `{Sign(e)}` is {p.Value}, but there {Are(p.Limit)} only {p.Limit}"
            )
            {
                Label = LabelOf(e, 0),
                Why = IsWindow(p)
                    ? "a window (the kernel with its dilation) fits into the input with its padding."
                    : "a part is never larger than the axis it is taken from.",
                Hint = HintForOutside(p),
            },
            TypeProblem.Count p when e.Operator == "split" => new($"the sizes sum to {p.Given}, but the axis has {p.Wanted}")
            {
                Label = LabelOf(e, 0),
                Why = "`split` cuts an axis into parts that cover all of it.",
            },
            TypeProblem.Count p => new($"{TypeOf(e, 0)} has {Elements(p.Given)}, but the new shape has {p.Wanted}")
            {
                Label = LabelOf(e, 0),
                Why = $"`{Sign(e)}` keeps every element and changes only how they are counted.",
                Hint = RankOf(e, 0) > 1 ? $"`flatten` makes it {e.Inputs[0].Element.Name()}[{p.Given}]." : null,
            },
            TypeProblem.Other p => new($"`{Sign(e)}`{(IsPredicate(p.Sentence) ? "" : ":")} {p.Sentence}")
            {
                Label = LabelOf(e, 0),
                Hint = p.Sentence.StartsWith("takes either size or scale", StringComparison.Ordinal)
                    ? "write `scale: 2.0` or `size: [16, 16]`."
                    : null,
            },
            _ => throw new ArgumentException($"no prose for {e.Problem.GetType().Name}", nameof(e)),
        };

    /// <summary>1 axis, 2 axes.</summary>
    public static string Axes(int count) => count == 1 ? "1 axis" : $"{count} axes";

    // ---- the parts of a sentence

    /// <summary>How the program writes the operator: `+` for add.</summary>
    private static string Sign(OperatorMismatch e) =>
        e.Operator switch
        {
            "add" => "+",
            "subtract" => "-",
            "multiply" => "*",
            "divide" => "/",
            "remainder" => "%",
            "negate" => "-",
            "equal" => "==",
            "not_equal" => "!=",
            "less" => "<",
            "less_or_equal" => "<=",
            "greater" => ">",
            "greater_or_equal" => ">=",
            "index" => "[ ]",
            "update" => "[ ] =",
            "static_slice" => "[ ]",
            _ => e.Operator,
        };

    private static string InputOf(OperatorMismatch e, int input)
    {
        if (e.Inputs.Length == 1)
            return "its input";
        if (IsSigned(e))
            return input == 0 ? "its left side" : "its right side";
        bool isInList = e.Names.Length == 1 || input >= e.Names.Length;
        return isInList ? $"tensor {input + 1}" : $"`{e.Names[input]}`";
    }

    private static bool IsSigned(OperatorMismatch e) => e.Inputs.Length == 2 && (!char.IsLetter(Sign(e)[0]) || e.Operator is "and" or "or");

    private static string TypeOf(OperatorMismatch e, int input) => input < e.Inputs.Length ? e.Inputs[input].ToString() : "missing";

    private static string? LabelOf(OperatorMismatch e, int input) => input < e.Inputs.Length ? e.Inputs[input].ToString() : null;

    private static int RankOf(OperatorMismatch e, int input) => input < e.Inputs.Length ? e.Inputs[input].Rank : 0;

    private static Size? SizeOf(OperatorMismatch e, int input, int axis) =>
        input < e.Inputs.Length && axis >= 0 && axis < e.Inputs[input].Rank ? e.Inputs[input].Shape[axis] : null;

    private static string ExtentOf(OperatorMismatch e, TypeProblem.Extent p) => SizeOf(e, p.Input, p.AtAxis)?.ToString() ?? "another";

    private static string SizesAt(OperatorMismatch e, TypeProblem.Broadcast p) =>
        $"{SizeOf(e, p.First, RankOf(e, p.First) - p.AxisFromEnd)} and {SizeOf(e, p.Second, RankOf(e, p.Second) - p.AxisFromEnd)}";

    private static string FromEnd(int axis) =>
        axis switch
        {
            1 => "at the last",
            2 => "at the last but one",
            _ => $"at the axis {axis} from the end",
        };

    private static string Are(Size count) => count == Size.One ? "is" : "are";

    private static string Elements(Size count) => count == Size.One ? "1 element" : $"{count} elements";

    private static string MessageForRank(OperatorMismatch e, TypeProblem.Rank p)
    {
        string taken = $"`{Sign(e)}` takes {Wanted(p.Expected)}";
        return e.Inputs.Length == 1
            ? $"{taken}, but its input is {TypeOf(e, 0)}"
            : $"{taken} for {InputOf(e, p.Input)}, but this is {TypeOf(e, p.Input)}";
    }

    private static string Wanted(string axes) =>
        axes switch
        {
            "0" => "a scalar",
            "1" => "1 axis",
            _ => $"{axes} axes",
        };

    private static bool IsPredicate(string sentence) =>
        new[] { "takes ", "needs ", "resizes " }.Any(verb => sentence.StartsWith(verb, StringComparison.Ordinal));

    private static bool IsAboutEmptiness(TypeProblem.Extent p) => p.Because.EndsWith("at least one element", StringComparison.Ordinal);

    private static bool IsWindow(TypeProblem.Outside p) => p.What == "the window";

    /// <summary>Whether an input is a weight that a layer would bring along.</summary>
    private static bool IsWeight(OperatorMismatch e, int input) =>
        OperatorCatalog.Find(e.Operator)?.Layer is { } layer && input < e.Names.Length && layer.Data.All(d => d != e.Names[input]);

    // ---- reasons

    private static string? WhyRank(OperatorMismatch e, TypeProblem.Rank p)
    {
        if (IsWeight(e, p.Input))
            return "in an expression an operator takes data, then weights; after `layer name =` it takes sizes.";
        return e.Operator switch
        {
            "conv2d" or "max_pool2d" or "avg_pool2d" or "adaptive_avg_pool2d" or "interpolate" =>
                "an image is [channels, rows, columns]; a model describes one sample, so there is no axis for the batch.",
            "conv1d" or "max_pool1d" or "avg_pool1d" =>
                "a sequence is [channels, length]; a model describes one sample, so there is no axis for the batch.",
            "linear" => "`linear` works on the last axis, so there must be one.",
            "index" or "update" => "an index is a scalar; rows by a vector of indices are `index_select(x, indices, axis: 0)`.",
            "stack" => "the tensors of a stack have one shape.",
            "concat" => "tensors are joined along one axis and agree in all others.",
            _ => null,
        };
    }

    private static string WhyIndivisible(OperatorMismatch e, TypeProblem.Indivisible p)
    {
        if (e.Operator == "chunk")
            return $"the parts have equal sizes but for a smaller last one, and that makes no {p.Divisor} parts of {p.Value}.";
        string always = p.Value.IsConstant && p.Divisor.IsConstant ? "" : " for every value of the elastic sizes";
        return $"{p.What} must be a multiple of {p.Divisor}{always}.";
    }

    // ---- hints

    private static string? HintForRank(OperatorMismatch e, TypeProblem.Rank p)
    {
        string code = Excerpt.Of(e.Location);
        if (IsWeight(e, p.Input))
            return $"declare `layer name = {e.Operator}({(code.All(char.IsDigit) ? code : Excerpt.Elided)})` and write `x |> name`.";
        if (p.Input >= e.Inputs.Length)
            return null;
        TensorType type = e.Inputs[p.Input];
        if (p.Expected == "0" && type.Shape is [var only] && only == Size.One)
            return $"write `{Excerpt.Operand(e.Location)}[0]`.";
        if (p.Expected == $"{type.Rank + 1}" && type.Rank > 0)
            return $"`reshape({code}, [1, {string.Join(", ", type.Shape)}])` has {Axes(type.Rank + 1)}.";
        bool hasBatchAxis = p.Expected == $"{type.Rank - 1}" && type.Rank > 1 && type.Shape[0] == Size.One;
        return hasBatchAxis ? $"`{Excerpt.Operand(e.Location)}[0]` drops the first axis." : null;
    }

    private static string? HintForElement(OperatorMismatch e, TypeProblem.Element p)
    {
        if (p.Input >= e.Inputs.Length)
            return null;
        (string from, _) = Conversion.Parts(e.Inputs[p.Input].ToString());
        string to =
            p.Expected.StartsWith("f32", StringComparison.Ordinal) && from == "bool" && p.Expected != "f32" ? "i32"
            : p.Expected.StartsWith("f32", StringComparison.Ordinal) || p.Expected == "bool or f32" ? "f32"
            : p.Expected.StartsWith("i32", StringComparison.Ordinal) ? "i32"
            : p.Expected;
        return Conversion.HintForElement(Excerpt.Of(e.Location), from, to);
    }

    private static string? HintForExtent(OperatorMismatch e, TypeProblem.Extent p)
    {
        if (IsAboutEmptiness(p) || e.Inputs.Length < 2)
            return null;
        (TensorType first, TensorType second) = (e.Inputs[0], e.Inputs[1]);
        if (e.Operator is "matmul" && second.Rank == 2 && first.Rank > 0 && second.Shape[1] == first.Shape[first.Rank - 1])
            return $"write `transpose({Excerpt.Of(e.Location)}, 0, 1)`.";
        if (e.Operator is "linear" && p.Input == 0 && second.Rank == 2 && second.Shape[0] == first.Shape[first.Rank - 1])
            return "a weight is [outputs, inputs]: `transpose(w, 0, 1)` swaps the two.";
        if (e.Operator == "concat" && OnlyDifference(first, e.Inputs[p.Input]) is { } axis)
            return $"`axis: {axis}` joins along the only axis in which they differ.";
        return null;
    }

    private static int? OnlyDifference(TensorType a, TensorType b)
    {
        if (a.Rank != b.Rank)
            return null;
        int[] axes = [.. Enumerable.Range(0, a.Rank).Where(i => a.Shape[i] != b.Shape[i])];
        return axes is [var only] ? only : null;
    }

    // f32[8, 4, 4] + f32[8] ==> the vector belongs to axis 0
    private static string? HintForBroadcast(OperatorMismatch e, TypeProblem.Broadcast p)
    {
        if (p.First >= e.Inputs.Length || p.Second >= e.Inputs.Length)
            return null;
        (TensorType a, TensorType b) = (e.Inputs[p.First], e.Inputs[p.Second]);
        (TensorType vector, TensorType other) = a.Rank < b.Rank ? (a, b) : (b, a);
        if (vector.Rank != 1 || other.Rank < 2)
            return null;
        int axis = other.Shape.TakeWhile(size => size != vector.Shape[0]).Count();
        if (axis == other.Rank)
            return null;
        string shape = string.Join(", ", new[] { $"{vector.Shape[0]}" }.Concat(Enumerable.Repeat("1", other.Rank - 1 - axis)));
        return $"`reshape(…, [{shape}])` puts the {vector} along axis {axis} of the other.";
    }

    private static string? HintForMixed(OperatorMismatch e, TypeProblem.MixedElements p)
    {
        if (p.First >= e.Inputs.Length || p.Second >= e.Inputs.Length)
            return null;
        (string a, string b) = (
            Conversion.Parts(e.Inputs[p.First].ToString()).Element,
            Conversion.Parts(e.Inputs[p.Second].ToString()).Element
        );
        string to = Conversion.IsFloat(a) || Conversion.IsFloat(b) ? "f32" : "i32";
        return $"convert {InputOf(e, a == to ? p.Second : p.First)}: `{to}(…)`.";
    }

    private static string? HintForIndivisible(OperatorMismatch e, TypeProblem.Indivisible p)
    {
        if (!p.Value.IsConstant || !p.Divisor.IsConstant || p.Value.Value < 1 || p.Divisor.Value < 1)
            return null;
        (long value, long divisor) = (p.Value.Value, p.Divisor.Value);
        if (e.Operator is "attention" or "group_norm" or "chunk" || p.What.EndsWith("put channels", StringComparison.Ordinal))
        {
            string[] divisors = [.. Enumerable.Range(1, (int)Math.Min(value, 64)).Where(d => value % d == 0).Select(d => $"{d}")];
            return $"{value} can be divided by {Prose.AllOf(divisors)}.";
        }
        long below = value / divisor * divisor;
        return below == 0 ? $"the smallest multiple is `{divisor}`." : $"the nearest multiples are `{below}` and `{below + divisor}`.";
    }

    private static string? LeastIn(string rule)
    {
        const string AtLeast = "at least ";
        return rule.StartsWith(AtLeast, StringComparison.Ordinal) && rule.Skip(AtLeast.Length).All(char.IsDigit)
            ? rule.Substring(AtLeast.Length)
            : null;
    }

    private static string? HintForOutside(TypeProblem.Outside p)
    {
        if (IsWindow(p))
            return $"take a smaller `kernel:`{(p.Limit.IsConstant && p.Limit.Value > 0 ? $", at most {p.Limit}" : "")}, or more `padding:`.";
        return p.What == "k" ? $"write `k: {p.Limit}` or less." : null;
    }
}
