using System.Globalization;
using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.Backends.CSharp;

/// <summary>Scalar expressions as C#: for one element, or for the eight floats of a vector.</summary>
internal static class ScalarText
{
    /// <summary>Whether a vector of floats can go through the whole expression.</summary>
    public static bool IsVectorisable(Scalar scalar) =>
        scalar.Type == ElementType.F32
        && (scalar is not Scalar.Apply apply || (IsVectorFunction(apply.Function) && apply.Arguments.All(IsVectorisable)));

    private static bool IsVectorFunction(ScalarFunction function) =>
        function
            is ScalarFunction.Add
                or ScalarFunction.Subtract
                or ScalarFunction.Multiply
                or ScalarFunction.Divide
                or ScalarFunction.Negate
                or ScalarFunction.Absolute
                or ScalarFunction.Maximum
                or ScalarFunction.Minimum
                or ScalarFunction.SquareRoot
                or ScalarFunction.Exponential
                or ScalarFunction.Logarithm
                or ScalarFunction.HyperbolicTangent
                or ScalarFunction.Sigmoid
                or ScalarFunction.Softplus
                or ScalarFunction.ErrorFunction
                or ScalarFunction.Floor
                or ScalarFunction.Round;

    /// <param name="argument">The text of an argument.</param>
    /// <param name="fault">The text of the last two arguments of a division that may fault: the lane and the place.</param>
    public static string Element(Scalar scalar, Func<Scalar.Argument, string> argument, string fault) =>
        scalar switch
        {
            Scalar.Argument a => argument(a),
            Scalar.Literal literal => Literal(literal),
            Scalar.Apply apply => Element(apply, [.. apply.Arguments.Select(a => Element(a, argument, fault))], fault),
            _ => throw new InvalidOperationException(scalar.ToString()),
        };

    /// <summary>The same expression over <c>Vector256&lt;float&gt;</c>.</summary>
    public static string Vector(Scalar scalar, Func<Scalar.Argument, string> argument) =>
        scalar switch
        {
            Scalar.Argument a => argument(a),
            Scalar.Literal literal => $"Vector256.Create({Literal(literal)})",
            Scalar.Apply apply => VectorApply(apply, [.. apply.Arguments.Select(a => Vector(a, argument))]),
            _ => throw new InvalidOperationException(scalar.ToString()),
        };

    private static string VectorApply(Scalar.Apply apply, string[] a) =>
        apply.Function switch
        {
            ScalarFunction.Add => $"({a[0]} + {a[1]})",
            ScalarFunction.Subtract => $"({a[0]} - {a[1]})",
            ScalarFunction.Multiply => $"({a[0]} * {a[1]})",
            ScalarFunction.Divide => $"({a[0]} / {a[1]})",
            ScalarFunction.Negate => $"(-{a[0]})",
            _ => $"Elementary.{FunctionName(apply.Function)}({string.Join(", ", a)})",
        };

    public static string Literal(Scalar.Literal literal)
    {
        switch (literal.Type)
        {
            case ElementType.Bool:
                return literal.Value != 0 ? "true" : "false";
            case ElementType.F32:
                return Float((float)literal.Value);
            case ElementType.F16:
                return $"(Half){Float((float)literal.Value)}";
            case ElementType.BF16:
                return $"BFloat16.FromSingle({Float((float)literal.Value)})";
            case ElementType.I64:
                string number = ((long)literal.Value).ToString(CultureInfo.InvariantCulture);
                return literal.Value < 0 ? $"({number}L)" : $"{number}L";
            default:
                string small = ((int)literal.Value).ToString(CultureInfo.InvariantCulture);
                string signed = literal.Value < 0 ? $"({small})" : small;
                // Left as int, it would decide the type of what it stands in.
                return literal.Type == ElementType.I32 ? signed : $"({CSharpTypes.Name(literal.Type)}){signed}";
        }
    }

    public static string Float(float value)
    {
        if (float.IsNaN(value))
            return "float.NaN";
        if (float.IsInfinity(value))
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        // The shortest text of older frameworks may lose the last bit.
        if (float.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        bool negative = value < 0 || (value == 0 && 1 / value < 0);
        if (value == 0)
            text = negative ? "-0" : "0";
        return negative ? $"({text}f)" : $"{text}f";
    }

    private static string Element(Scalar.Apply apply, string[] a, string fault)
    {
        ElementType operand = apply.Arguments[0].Type;
        bool isInteger = operand.IsInteger();
        switch (apply.Function)
        {
            // C# divides like the model; only the smallest integer by -1 and a division by zero need the runtime.
            case ScalarFunction.Divide
            or ScalarFunction.Remainder when isInteger && apply.Arguments[1] is Scalar.Literal { Value: not (0 or -1) }:
                return $"({a[0]} {(apply.Function == ScalarFunction.Divide ? "/" : "%")} {a[1]})";
            case ScalarFunction.Divide or ScalarFunction.Remainder when isInteger && apply.Arguments[1] is Scalar.Literal { Value: -1 }:
                return apply.Function == ScalarFunction.Divide ? $"unchecked(-{a[0]})" : $"(0 * {a[0]})";
            case ScalarFunction.Divide or ScalarFunction.Remainder when isInteger:
                return $"Elementary.{apply.Function}({a[0]}, {a[1]}, {fault})";
            case ScalarFunction.Add or ScalarFunction.Subtract or ScalarFunction.Multiply or ScalarFunction.Divide:
                string sign = apply.Function switch
                {
                    ScalarFunction.Add => "+",
                    ScalarFunction.Subtract => "-",
                    ScalarFunction.Multiply => "*",
                    _ => "/",
                };
                return isInteger ? $"unchecked({a[0]} {sign} {a[1]})" : $"({a[0]} {sign} {a[1]})";
            case ScalarFunction.Remainder:
                return $"({a[0]} % {a[1]})";
            case ScalarFunction.Negate:
                return isInteger ? $"unchecked(-{a[0]})" : $"(-{a[0]})";
            case ScalarFunction.Equal or ScalarFunction.NotEqual or ScalarFunction.Less or ScalarFunction.LessOrEqual:
                return Compare(apply.Function, operand, a);
            case ScalarFunction.And:
                return $"({a[0]} & {a[1]})";
            case ScalarFunction.Or:
                return $"({a[0]} | {a[1]})";
            case ScalarFunction.Not:
                return $"(!{a[0]})";
            case ScalarFunction.Select:
                return $"({a[0]} ? {a[1]} : {a[2]})";
            case ScalarFunction.Cast:
                return Cast(a[0], operand, apply.Type);
            default:
                return $"Elementary.{FunctionName(apply.Function)}({string.Join(", ", a)})";
        }
    }

    private static string Compare(ScalarFunction function, ElementType operand, string[] a)
    {
        string sign = function switch
        {
            ScalarFunction.Equal => "==",
            ScalarFunction.NotEqual => "!=",
            ScalarFunction.Less => "<",
            _ => "<=",
        };
        // C# does not order bools; false is less than true.
        return operand == ElementType.Bool && sign is "<" or "<=" && operand == ElementType.Bool
            ? $"(({a[0]} ? 1 : 0) {sign} ({a[1]} ? 1 : 0))"
            : $"({a[0]} {sign} {a[1]})";
    }

    private static string FunctionName(ScalarFunction function) =>
        function switch
        {
            ScalarFunction.Absolute => "Abs",
            ScalarFunction.Maximum => "Maximum",
            ScalarFunction.Minimum => "Minimum",
            ScalarFunction.Power => "Pow",
            ScalarFunction.SquareRoot => "Sqrt",
            ScalarFunction.Exponential => "Exp",
            ScalarFunction.Logarithm => "Log",
            ScalarFunction.HyperbolicTangent => "Tanh",
            ScalarFunction.Sigmoid => "Sigmoid",
            ScalarFunction.Softplus => "Softplus",
            ScalarFunction.ErrorFunction => "Erf",
            ScalarFunction.Floor => "Floor",
            ScalarFunction.Round => "Round",
            _ => throw new InvalidOperationException($"{function} has no name in the runtime"),
        };

    private static string Cast(string value, ElementType from, ElementType to)
    {
        if (to == ElementType.Bool)
        {
            return from == ElementType.Bool ? value
                : from.IsFloat() ? $"((float){value} != 0)"
                : $"({value} != 0)";
        }
        // Half precisions round what a float holds; C# has no conversion from every integer.
        if (to is ElementType.F16 or ElementType.BF16 && from != ElementType.F32)
            return $"({CSharpTypes.Name(to)}){Cast(value, from, ElementType.F32)}";
        if (from == ElementType.Bool)
            return $"({value} ? ({CSharpTypes.Name(to)})1 : ({CSharpTypes.Name(to)})0)";
        if (from.IsFloat() && to.IsInteger())
        {
            string real = from == ElementType.F32 ? value : $"(float){value}";
            string suffix = to switch
            {
                ElementType.I32 => "Int32",
                ElementType.I64 => "Int64",
                ElementType.U8 => "U8",
                _ => "I8",
            };
            return $"Elementary.To{suffix}({real})";
        }
        return $"unchecked(({CSharpTypes.Name(to)}){value})";
    }
}
