using DynCompile.Tensors;

namespace DynCompile.Graph.Reference;

/// <summary>Evaluates scalar expressions, one number at a time.</summary>
public static class ScalarEvaluation
{
    public static ScalarValue Evaluate(Scalar scalar, ScalarValue[] arguments, Evaluation evaluation) =>
        scalar switch
        {
            Scalar.Argument argument => arguments[argument.Index],
            Scalar.Literal literal => literal.Type.IsFloat()
                ? ScalarValue.Of(evaluation.Round(literal.Value))
                : ScalarValue.Of((long)literal.Value),
            Scalar.Apply { Function: ScalarFunction.Select } select => Evaluate(
                Evaluate(select.Arguments[0], arguments, evaluation).IsTrue ? select.Arguments[1] : select.Arguments[2],
                arguments,
                evaluation
            ),
            Scalar.Apply apply => Apply(apply, [.. apply.Arguments.Select(a => Evaluate(a, arguments, evaluation))], evaluation),
            _ => throw new InvalidOperationException(scalar.ToString()),
        };

    private static ScalarValue Apply(Scalar.Apply apply, ScalarValue[] v, Evaluation evaluation)
    {
        ElementType operand = apply.Arguments[0].Type;
        if (apply.Function == ScalarFunction.Cast)
            return Cast(v[0], operand, apply.Type, evaluation);
        if (operand.IsFloat())
            return apply.Type == ElementType.Bool
                ? ScalarValue.Of(Compare(apply.Function, v[0].Real, v[1].Real))
                : ScalarValue.Of(evaluation.Round(OnReals(apply.Function, v[0].Real, v.Length > 1 ? v[1].Real : 0)));
        if (apply.Type == ElementType.Bool)
            return ScalarValue.Of(OnBools(apply.Function, v[0].Integer, v.Length > 1 ? v[1].Integer : 0));
        long result = OnIntegers(apply.Function, v[0].Integer, v.Length > 1 ? v[1].Integer : 0, evaluation);
        return ScalarValue.Of(apply.Type == ElementType.I32 ? (int)result : result);
    }

    private static double OnReals(ScalarFunction function, double a, double b) =>
        function switch
        {
            ScalarFunction.Add => a + b,
            ScalarFunction.Subtract => a - b,
            ScalarFunction.Multiply => a * b,
            ScalarFunction.Divide => a / b,
            ScalarFunction.Remainder => a % b,
            ScalarFunction.Negate => -a,
            ScalarFunction.Absolute => Math.Abs(a),
            ScalarFunction.Maximum => Math.Max(a, b),
            ScalarFunction.Minimum => Math.Min(a, b),
            ScalarFunction.Power => Math.Pow(a, b),
            ScalarFunction.SquareRoot => Math.Sqrt(a),
            ScalarFunction.Exponential => Math.Exp(a),
            ScalarFunction.Logarithm => Math.Log(a),
            ScalarFunction.HyperbolicTangent => Math.Tanh(a),
            ScalarFunction.Sigmoid => 1 / (1 + Math.Exp(-a)),
            ScalarFunction.Softplus => Special.Softplus(a),
            ScalarFunction.ErrorFunction => Special.Erf(a),
            ScalarFunction.Floor => Math.Floor(a),
            ScalarFunction.Round => Math.Round(a, MidpointRounding.ToEven),
            _ => throw new InvalidOperationException($"{function} of reals"),
        };

    private static bool Compare(ScalarFunction function, double a, double b) =>
        function switch
        {
            ScalarFunction.Equal => a == b,
            ScalarFunction.NotEqual => a != b,
            ScalarFunction.Less => a < b,
            ScalarFunction.LessOrEqual => a <= b,
            _ => throw new InvalidOperationException($"{function} of reals is no comparison"),
        };

    private static bool OnBools(ScalarFunction function, long a, long b) =>
        function switch
        {
            ScalarFunction.Equal => a == b,
            ScalarFunction.NotEqual => a != b,
            ScalarFunction.Less => a < b,
            ScalarFunction.LessOrEqual => a <= b,
            ScalarFunction.And => (a & b) != 0,
            ScalarFunction.Or => (a | b) != 0,
            ScalarFunction.Not => a == 0,
            _ => throw new InvalidOperationException($"{function} gives no bool"),
        };

    private static long OnIntegers(ScalarFunction function, long a, long b, Evaluation evaluation) =>
        function switch
        {
            ScalarFunction.Add => unchecked(a + b),
            ScalarFunction.Subtract => unchecked(a - b),
            ScalarFunction.Multiply => unchecked(a * b),
            ScalarFunction.Divide or ScalarFunction.Remainder when b == 0 => throw FaultException.DivisionByZero(evaluation.Origin, a),
            // long.MinValue / -1 wraps like every other integer operation.
            ScalarFunction.Divide => b == -1 ? unchecked(-a) : a / b,
            ScalarFunction.Remainder => b == -1 ? 0 : a % b,
            ScalarFunction.Negate => unchecked(-a),
            ScalarFunction.Absolute => a < 0 ? unchecked(-a) : a,
            ScalarFunction.Maximum => Math.Max(a, b),
            ScalarFunction.Minimum => Math.Min(a, b),
            _ => throw new InvalidOperationException($"{function} of integers"),
        };

    private static ScalarValue Cast(ScalarValue value, ElementType from, ElementType to, Evaluation evaluation)
    {
        if (to == ElementType.Bool)
            return ScalarValue.Of(from.IsFloat() ? value.Real != 0 : value.Integer != 0);
        if (to.IsFloat())
            return ScalarValue.Of(RoundTo(to, from.IsFloat() ? value.Real : evaluation.Real(value.Integer)));
        return ScalarValue.Of(from.IsFloat() ? Saturate(value.Real, to) : Wrap(value.Integer, to));
    }

    private static double RoundTo(ElementType to, double value) =>
        to switch
        {
            ElementType.F16 => Float16.ToSingle(Float16.FromSingle((float)value)),
            ElementType.BF16 => BFloat16.FromSingle((float)value).ToSingle(),
            _ => value,
        };

    // Float to integer truncates and saturates, NaN gives 0.
    private static long Saturate(double value, ElementType to)
    {
        if (double.IsNaN(value))
            return 0;
        (double low, double high, long least, long most) = to switch
        {
            ElementType.I8 => (-128.0, 127.0, -128L, 127L),
            ElementType.U8 => (0.0, 255.0, 0L, 255L),
            ElementType.I32 => (int.MinValue, int.MaxValue, int.MinValue, int.MaxValue),
            _ => (long.MinValue, (double)long.MaxValue, long.MinValue, long.MaxValue),
        };
        return value <= low ? least
            : value >= high ? most
            : (long)value;
    }

    private static long Wrap(long value, ElementType to) =>
        to switch
        {
            ElementType.I8 => unchecked((sbyte)value),
            ElementType.U8 => unchecked((byte)value),
            ElementType.I32 => unchecked((int)value),
            _ => value,
        };
}
