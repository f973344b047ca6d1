using DynCompile.Syntax;

namespace DynCompile.Binding;

/// <summary>Sizes where no name is in scope: integer literals and their sums, differences, products and exact quotients.</summary>
internal static class ConstantSize
{
    /// <summary>The value, or null when the expression is something else or leaves the 64-bit range.</summary>
    public static long? Evaluate(Expression expression)
    {
        try
        {
            return expression switch
            {
                IntegerLiteral literal when literal.Value <= long.MaxValue => (long)literal.Value,
                UnaryExpression { Operator: UnaryOperator.Negate } minus => -Evaluate(minus.Operand),
                BinaryExpression binary when Evaluate(binary.Left) is { } a && Evaluate(binary.Right) is { } b => Combine(
                    binary.Operator,
                    a,
                    b
                ),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long? Combine(BinaryOperator sign, long a, long b) =>
        sign switch
        {
            BinaryOperator.Add => checked(a + b),
            BinaryOperator.Subtract => checked(a - b),
            BinaryOperator.Multiply => checked(a * b),
            BinaryOperator.Divide when b != 0 && a % b == 0 => a / b,
            _ => null,
        };
}
