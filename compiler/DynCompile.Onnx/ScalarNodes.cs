using DynCompile.Graph;
using DynCompile.Onnx.Format;
using DynCompile.Tensors;
using static DynCompile.Onnx.Format.TensorProto.Types;

namespace DynCompile.Onnx;

/// <summary>
/// Scalar expressions over whole tensors: ONNX broadcasts as the language does. Where ONNX leaves a result open (division by zero, a
/// cast of what does not fit) the nodes say what the language says.
/// </summary>
internal sealed class ScalarNodes(GraphBuilder graph, Func<string, string> fault)
{
    /// <param name="scalar">The expression.</param>
    /// <param name="arguments">The tensors that its arguments stand for.</param>
    public string Write(Scalar scalar, IReadOnlyList<string> arguments) =>
        scalar switch
        {
            Scalar.Argument argument => arguments[argument.Index],
            Scalar.Literal literal => graph.Scalar(literal.Type, literal.Value),
            Scalar.Apply apply => Apply(apply, [.. apply.Arguments.Select(a => Write(a, arguments))]),
            _ => throw new InvalidOperationException(scalar.ToString()),
        };

    public string Cast(string value, DataType to) => graph.Add("Cast", [value], Attribute.Of("to", (long)to));

    private string Apply(Scalar.Apply apply, string[] a)
    {
        ElementType operand = apply.Arguments[0].Type;
        bool isInteger = operand.IsInteger();
        return apply.Function switch
        {
            ScalarFunction.Cast => Cast(a[0], operand, apply.Type),
            ScalarFunction.Divide when isInteger => Divide(a[0], a[1], apply),
            ScalarFunction.Remainder when isInteger => Remainder(a[0], a[1], apply),
            ScalarFunction.Remainder => graph.Add("Mod", a, Attribute.Of("fmod", 1)),
            ScalarFunction.NotEqual => graph.Add("Not", [graph.Add("Equal", a)]),
            // ONNX does not order bools; false is less than true.
            ScalarFunction.Less or ScalarFunction.LessOrEqual when operand == ElementType.Bool => graph.Add(
                NameOf(apply.Function),
                a.Select(x => Cast(x, DataType.Int32))
            ),
            ScalarFunction.Select when apply.Type is not (ElementType.F32 or ElementType.I32 or ElementType.I64) => SelectSmall(
                a,
                apply.Type
            ),
            ScalarFunction function => graph.Add(NameOf(function), a),
        };
    }

    private static string NameOf(ScalarFunction function) =>
        function switch
        {
            ScalarFunction.Add => "Add",
            ScalarFunction.Subtract => "Sub",
            ScalarFunction.Multiply => "Mul",
            ScalarFunction.Divide => "Div",
            ScalarFunction.Negate => "Neg",
            ScalarFunction.Absolute => "Abs",
            ScalarFunction.Maximum => "Max",
            ScalarFunction.Minimum => "Min",
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
            ScalarFunction.Equal => "Equal",
            ScalarFunction.Less => "Less",
            ScalarFunction.LessOrEqual => "LessOrEqual",
            ScalarFunction.And => "And",
            ScalarFunction.Or => "Or",
            ScalarFunction.Not => "Not",
            ScalarFunction.Select => "Where",
            _ => throw new InvalidOperationException($"{function} has no ONNX operator of its own"),
        };

    // Runtimes choose between f32, i32 and i64 only; what is smaller fits into one of them.
    private string SelectSmall(string[] a, ElementType type)
    {
        DataType wide = type.IsFloat() ? DataType.Float : DataType.Int32;
        string chosen = graph.Add("Where", [a[0], Cast(a[1], wide), Cast(a[2], wide)]);
        return Cast(chosen, GraphBuilder.TypeOf(type));
    }

    // ---- integers

    // Division by zero ends the process in some runtimes, and so does the smallest integer by -1: neither reaches Div.
    private string Divide(string a, string b, Scalar.Apply apply)
    {
        if (apply.Arguments[1] is Scalar.Literal { Value: not (0 or -1) })
            return graph.Add("Div", [a, b]);
        string negative = graph.Add("Equal", [b, graph.Scalar(apply.Type, -1)]);
        string zero = ReportZero(b, apply);
        string one = graph.Scalar(apply.Type, 1);
        string divisor = graph.Add("Where", [graph.Add("Or", [zero, negative]), one, b]);
        return graph.Add("Where", [negative, graph.Add("Neg", [a]), graph.Add("Div", [a, divisor])]);
    }

    // Mod goes through floats in some runtimes; a - a / b * b does not.
    private string Remainder(string a, string b, Scalar.Apply apply)
    {
        string zero = ReportZero(b, apply);
        string negative = graph.Add("Equal", [b, graph.Scalar(apply.Type, -1)]);
        string divisor = graph.Add("Where", [graph.Add("Or", [zero, negative]), graph.Scalar(apply.Type, 1), b]);
        return graph.Add("Sub", [a, graph.Add("Mul", [graph.Add("Div", [a, divisor]), divisor])]);
    }

    private string ReportZero(string divisor, Scalar.Apply apply)
    {
        string zero = graph.Add("Equal", [divisor, graph.Scalar(apply.Type, 0)]);
        return apply.CanFault ? fault(zero) : zero;
    }

    // ---- casts

    private string Cast(string value, ElementType from, ElementType to)
    {
        if (!from.IsFloat() || !to.IsInteger())
            return Cast(value, GraphBuilder.TypeOf(to));
        // Float to integer truncates and saturates, NaN gives 0; in f64 every bound but those of i64 is exact.
        string real = Cast(from == ElementType.F32 ? value : Cast(value, DataType.Float), DataType.Double);
        string number = graph.Add("Where", [graph.Add("Equal", [real, real]), real, graph.Double(0)]);
        (double low, double high) = to switch
        {
            ElementType.I8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.U8 => (byte.MinValue, byte.MaxValue),
            ElementType.I32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, Math.BitDecrement((double)long.MaxValue)),
        };
        string bounded = graph.Add("Clip", [number, graph.Double(low), graph.Double(high)]);
        string whole = Cast(bounded, GraphBuilder.TypeOf(to));
        if (to != ElementType.I64)
            return whole;
        string isLarger = graph.Add("Greater", [number, graph.Double(high)]);
        return graph.Add("Where", [isLarger, graph.Long(long.MaxValue), whole]);
    }
}
